import type { Laxity } from './laxity.ts'
import { valuesOf, type Head } from './read-head.ts'

export interface Reply {
  readonly status: number
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly content: Buffer
}

const LARGE = Buffer.alloc(200_000, 'All work and no play makes Jack a dull boy.\n')

/** What is served: a page, a large one, and notes that can be made. */
export function reply(head: Head, content: Buffer, lax: Laxity): Reply {
  const { method } = head
  const path = head.path.replace(/\?.*$/, '')
  if (method === 'TRACE' && lax.trace === true) return to(200, 'message/http', head.raw)
  if (path === '/notes') return method === 'POST' ? makeNote(content) : refuse(405, 'POST')
  if (path !== '/' && path !== '/large') return refuse(404)
  if (method === 'OPTIONS') {
    const fields = [['Allow', 'GET, HEAD, OPTIONS'] as const]
    return { status: 204, fields, content: Buffer.alloc(0) }
  }
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'GET, HEAD, OPTIONS')
  if (valuesOf(head, 'if-none-match').some((tags) => tags === '*' || tags.includes('"1"')))
    return { status: 304, fields: [['ETag', '"1"']], content: Buffer.alloc(0) }
  const page =
    path === '/large' ? to(200, 'text/plain', LARGE) : to(200, 'application/json', '{"name":"sloppy"}')
  return { ...page, fields: [...page.fields, ['ETag', '"1"']] }
}

/** The answer to a message that cannot be served. */
export function refuse(status: number, allow?: string): Reply {
  const refusal = to(status, 'application/problem+json', JSON.stringify({ type: 'about:blank', status }))
  return allow === undefined ? refusal : { ...refusal, fields: [...refusal.fields, ['Allow', allow]] }
}

function makeNote(content: Buffer): Reply {
  try {
    JSON.parse(content.toString())
    const made = to(201, 'application/json', '{"id":1}')
    return { ...made, fields: [...made.fields, ['Location', '/notes/1']] }
  } catch {
    return refuse(400)
  }
}

function to(status: number, type: string, content: string | Buffer): Reply {
  return { status, fields: [['Content-Type', type]], content: Buffer.from(content) }
}
