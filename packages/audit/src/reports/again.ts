import type { Exchange } from '../wire/exchange.ts'
import { printing, quote } from './shell.ts'

/** What one argument of a command may be long: Linux takes 128 KiB, and nobody reads so much. */
const LONGEST = 32 << 10

/**
 * A line for `sh` that sends the same again: with curl where any client could have sent it, else byte by byte.
 *
 * @param sent the bytes, one character each, with secrets already hidden
 */
export function againOf(
  { origin, request, saidAll = false }: Pick<Exchange, 'origin' | 'request' | 'saidAll'>,
  sent: string,
): string {
  const url = new URL(origin)
  const line = (request === undefined ? undefined : curl(url, sent)) ?? raw(url, sent, saidAll)
  return line.length <= LONGEST ? line : `# ${sent.length} bytes are too many for one line`
}

interface Head {
  readonly method: string
  readonly target: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** A request as `writeRequest` writes it; `undefined` for one that has something in it that curl would change. */
function parse(sent: string): Head | undefined {
  const end = sent.indexOf('\r\n\r\n')
  const [first = '', ...lines] = sent.slice(0, Math.max(end, 0)).split('\r\n')
  const [, method, target] = /^([A-Z]+) ([!"$-~]+) HTTP\/1\.1$/.exec(first) ?? []
  const fields = lines.map((line) => /^([\w!#$%&'*+.^`|~-]+): ((?:[!-~](?:[ -~]*[!-~])?)?)$/.exec(line))
  if (method === undefined || target === undefined || fields.includes(null)) return undefined
  return {
    method,
    target,
    fields: fields.map((field) => [field?.[1] ?? '', field?.[2] ?? '']),
    body: sent.slice(end + 4),
  }
}

/** What curl sends by itself. */
const OWN_FIELDS = ['Host', 'Accept', 'User-Agent']

function curl(url: URL, sent: string): string | undefined {
  const head = parse(sent)
  if (head === undefined || !isLengthRight(head)) return undefined
  const { method, target, fields, body } = head
  const isHead = method === 'HEAD'
  if (isHead && body !== '') return undefined
  const has = (wanted: string) => fields.some(([name]) => name.toLowerCase() === wanted.toLowerCase())
  const args = [isHead ? '-I' : '-i', '--http1.1', '--path-as-is', '-g']
  if (url.protocol === 'https:') args.push('-k')
  if (!isHead && method !== (body === '' ? 'GET' : 'POST')) args.push('-X', method)
  for (const [name, value] of fields) {
    if (!isUsual(url, name, value)) args.push('-H', value === '' ? `${name};` : `${name}: ${value}`)
  }
  const unwanted = [
    ...OWN_FIELDS,
    ...(body === '' ? [] : ['Content-Type']),
    // It waits for leave to send what is larger than a megabyte.
    ...(body.length > 1 << 20 ? ['Expect'] : []),
  ]
  for (const name of unwanted) if (!has(name)) args.push('-H', `${name}:`)
  const written = isText(body) ? Buffer.from(body, 'latin1').toString() : undefined
  if (written !== undefined && written !== '')
    args.push(written.startsWith('@') ? '--data-raw' : '--data-binary', written)
  if (written === undefined) args.push('--data-binary', '@-')
  if (target.startsWith('/')) args.push(`${url.origin}${target}`)
  else args.push('--request-target', target, url.origin)
  const command = ['curl', ...args.map(quote)].join(' ')
  // A fragment would never be sent.
  if (target.includes('#')) return undefined
  return written === undefined ? `${printing(body)} | ${command}` : command
}

/** Whether curl would say the same by itself. Our own name is left to it as well. */
function isUsual(url: URL, name: string, value: string): boolean {
  const usual: Readonly<Record<string, string | undefined>> = {
    host: url.host,
    accept: '*/*',
    'user-agent': 'principia-audit',
    'content-length': value,
  }
  return usual[name.toLowerCase()] === value
}

/** Whether what it says of its length is what curl would say. */
function isLengthRight({ fields, body }: Head): boolean {
  const lengths = fields.filter(([name]) => name.toLowerCase() === 'content-length')
  const coded = fields.some(([name]) => name.toLowerCase() === 'transfer-encoding')
  if (coded) return false
  if (body === '') return lengths.length === 0
  return lengths.length === 1 && lengths[0]?.[1] === String(body.length)
}

/** Whether it can be an argument, and short enough to be read as one. */
function isText(bytes: string): boolean {
  const buffer = Buffer.from(bytes, 'latin1')
  // oxlint-disable-next-line no-control-regex
  return bytes.length < 4096 && !/[\0-\x08\x0b-\x1f\x7f]/.test(bytes) && isUtf8(buffer)
}

function isUtf8(buffer: Buffer): boolean {
  return Buffer.from(buffer.toString()).equals(buffer)
}

/** Sends exactly these bytes, all at once, and shows what comes for a few seconds; -N ends our side behind them. */
function raw(url: URL, sent: string, saidAll: boolean): string {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol === 'http:')
    return `${printing(sent)} | nc ${saidAll ? '-N ' : ''}-w 3 ${quote(host)} ${url.port || '80'}`
  const name = /^[\d.]+$|:/.test(host) ? '' : ` -servername ${quote(host)}`
  return `${printing(sent)} | openssl s_client -quiet -connect ${quote(`${url.hostname}:${url.port || '443'}`)}${name}`
}
