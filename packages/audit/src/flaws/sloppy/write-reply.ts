import { STATUS_CODES } from 'node:http'
import type { Reply } from './app.ts'
import type { Laxity } from './laxity.ts'

/** The request that is answered, as far as it changes the form of the answer. */
export interface Asked {
  readonly method: string
  readonly minor: number
  /** What is said of the connection. */
  readonly connection: 'close' | 'keep-alive' | undefined
}

const DAY = 86_400_000

/** The bytes of an answer (RFC 9112 section 4). */
export function writeReply({ status, fields, content }: Reply, asked: Asked, lax: Laxity): Buffer {
  if (asked.minor === 9) return content
  const all = [...fields]
  const date = Date.now() - (lax.lateDate === true ? DAY : 0)
  if (lax.noDate !== true) all.push(['Date', new Date(date).toUTCString()])
  if (asked.connection !== undefined) all.push(['Connection', asked.connection])
  if (lax.idleSaid !== undefined) all.push(['Keep-Alive', `timeout=${lax.idleSaid}`])
  const chunked = asked.minor === 0 && lax.chunksForOld === true
  const length = lengthFor(status, content, lax)
  if (chunked) all.push(['Transfer-Encoding', 'chunked'])
  else if (length !== undefined) all.push(['Content-Length', length])
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const head = Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n`)
  const sent = contentFor(asked.method, content, lax)
  if (!chunked) return Buffer.concat([head, sent])
  return Buffer.concat([
    head,
    Buffer.from(`${sent.length.toString(16)}\r\n`),
    sent,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
}

function lengthFor(status: number, { length }: Buffer, lax: Laxity): string | undefined {
  if (status === 204 || status === 304) return undefined
  return String(lax.shortLength === true && length > 0 ? length - 1 : length)
}

function contentFor(method: string, content: Buffer, lax: Laxity): Buffer {
  return method === 'HEAD' && lax.contentForHead !== true ? Buffer.alloc(0) : content
}
