import { Refused, type Input } from './input.ts'
import type { Laxity } from './laxity.ts'

export interface Head {
  readonly method: string
  /** From the slash on. */
  readonly path: string
  /** The minor version; 9 is HTTP/0.9. */
  readonly minor: number
  /** Names in lower case. */
  fields: (readonly [name: string, value: string])[]
  readonly raw: string
}

const LONGEST_LINE = 16 << 10
const LONGEST_HEAD = 64 << 10
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

/** The head of the next message (RFC 9112 sections 2 to 5). @throws Refused @throws Gone */
export async function readHead(input: Input, lax: Laxity): Promise<Head> {
  const lines = await readLines(input, lax)
  const [start = '', ...rest] = lines
  const line = readStartLine(start, lax)
  const fields = line.minor === 9 ? [] : unfold(rest, lax).flatMap((each) => readField(each, lax))
  const head = { ...line, fields, raw: `${lines.join('\r\n')}\r\n\r\n` }
  checkHost(head, lax)
  return head
}

export function valuesOf({ fields }: Pick<Head, 'fields'>, name: string): string[] {
  return fields.filter(([each]) => each === name).map(([, value]) => value)
}

/** All lines up to the empty one. */
async function readLines(input: Input, lax: Laxity): Promise<string[]> {
  const most = lax.headUnlimited === true ? Infinity : (lax.longestLine ?? LONGEST_LINE)
  const ends = lax.bareCr === true ? ['\r\n', '\r'] : ['\r\n']
  const lines: string[] = []
  let size = 0
  while (true) {
    const line = await input.until(ends, most, lines.length === 0 ? 414 : 431)
    size += line.length
    if (size > LONGEST_HEAD && lax.headUnlimited !== true) throw new Refused(431, 'too many fields')
    if (line !== '') lines.push(line)
    else if (lines.length > 0) return lines
    // Empty lines before a request are passed over (section 2.2).
    else if (lax.noBlankLines === true) throw new Refused(400, 'an empty line')
    if (lines.length === 1 && lax.oldest === true && /^GET \S+$/.test(line)) return lines
  }
}

function readStartLine(line: string, lax: Laxity): Pick<Head, 'method' | 'path' | 'minor'> {
  if (lax.oldest === true && /^GET \S+$/.test(line)) return { method: 'GET', path: line.slice(4), minor: 9 }
  const target = lax.targetSpaces === true ? '[\\x20-\\x7e]+' : '[\\x21-\\x7e]+'
  const version = lax.anyVersion === true ? /HTTP\/(\d\.\d)/i : /HTTP\/(\d\.\d)/
  const parts = new RegExp(`^(\\S+) (${target}) ${version.source}$`, version.flags).exec(line)
  const [, method = '', where = '', number = ''] = parts ?? []
  if (parts === null || !TOKEN.test(method)) throw new Refused(400, 'no request line')
  if (!number.startsWith('1.') && lax.anyVersion !== true) throw new Refused(505, 'another version')
  return {
    method: lax.anyCase === true ? method.toUpperCase() : method,
    path: lax.originFormOnly === true ? where : where.replace(/^https?:\/\/[^/?#]*(?=\/)/i, ''),
    minor: number === '1.0' ? 0 : 1,
  }
}

/** Deals with lines that begin with white space (section 5.2). */
function unfold(lines: readonly string[], lax: Laxity): string[] {
  if (lax.folds === 'fields') return lines.map((line) => line.trimStart())
  if (lax.folds === 'ignored') return lines.filter((line) => !/^[ \t]/.test(line))
  if (lines.some((line) => /^[ \t]/.test(line))) throw new Refused(400, 'a folded line')
  return [...lines]
}

function readField(line: string, lax: Laxity): (readonly [string, string])[] {
  const colon = line.indexOf(':')
  if (colon === -1) {
    if (lax.noColon === true) return []
    throw new Refused(400, 'a line without a colon')
  }
  let name = line.slice(0, colon)
  if (lax.spaceBeforeColon === true) name = name.trimEnd()
  if (!TOKEN.test(name) && (lax.anyName !== true || /\s$/.test(name))) throw new Refused(400, 'no field name')
  let value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
  if (lax.nul === true) value = value.replace(/\0.*$/, '')
  // oxlint-disable-next-line no-control-regex
  if (/[\0\r\n]/.test(value)) throw new Refused(400, 'a value with CR, LF or NUL')
  return [[name.toLowerCase(), value]]
}

/** Section 3.2. */
function checkHost(head: Head, lax: Laxity): void {
  const hosts = valuesOf(head, 'host')
  if (hosts.length === 0 && head.minor === 1 && lax.noHost !== true) throw new Refused(400, 'no host')
  if (hosts.length > 1 && lax.twoHosts !== true) throw new Refused(400, 'two hosts')
  const valid = hosts.every((host) => /^(?:[\w.~!$&'()*+;=%-]*|\[[\da-f:.]+\])(?::\d*)?$/i.test(host))
  if (!valid && lax.anyHost !== true) throw new Refused(400, 'no host that could be one')
}
