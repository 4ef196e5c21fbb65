import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Field } from '../../wire/http2/hpack.ts'

/** What a specimen of HTTP/2 answers, over whichever version. */
export interface PlainAnswer {
  readonly status: number
  readonly fields: readonly Field[]
  readonly body: Buffer
}

/** More than one frame's worth (RFC 9113 section 4.2: 16,384 bytes at first). */
const CONTENT = Buffer.from(JSON.stringify({ name: 'sound', text: 'All work and no play. '.repeat(1000) }))
const NOTHING = Buffer.from(JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404 }))

export function answerTo(method: string, path: string): PlainAnswer {
  const found = path.replace(/\?.*$/s, '') === '/'
  const content = found ? CONTENT : NOTHING
  const fields: Field[] = [
    ['content-type', found ? 'application/json' : 'application/problem+json'],
    ['content-length', String(content.length)],
    ['x-content-type-options', 'nosniff'],
  ]
  return { status: found ? 200 : 404, fields, body: method === 'HEAD' ? Buffer.alloc(0) : content }
}

export function overHttp1(request: IncomingMessage, response: ServerResponse): void {
  const { status, fields, body } = answerTo(request.method ?? 'GET', request.url ?? '/')
  response.writeHead(status, Object.fromEntries(fields))
  response.end(body)
}
