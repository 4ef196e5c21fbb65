import type { TraceRecord } from '../../context/index.ts'
import { t, type Static } from '../../validation/index.ts'

export const SearchQuery = t.Object({
  q: t.Optional(
    t.String({
      maxLength: 200,
      description: 'Words that all occur in path, route, ids, status, user or error.',
    }),
  ),
  status: t.Optional(
    t.String({ pattern: '^[1-5](xx|\\d\\d)$', description: 'A status such as 404, or a class such as 4xx.' }),
  ),
  method: t.Optional(t.String({ pattern: '^[A-Z]{1,10}$' })),
  slow: t.Optional(t.Number({ minimum: 0, description: 'Milliseconds that it took at least.' })),
  limit: t.Integer({ default: 200, minimum: 1, maximum: 1000 }),
})

/** Whether a request is one of those that are searched for. */
export function matches(
  record: TraceRecord,
  { q, status, method, slow }: Static<typeof SearchQuery>,
): boolean {
  if (method !== undefined && record.method !== method) return false
  if (slow !== undefined && record.duration < slow) return false
  if (status !== undefined && !hasStatus(record.status, status)) return false
  return q === undefined || hasWords(record, q)
}

function hasStatus(status: number, wanted: string): boolean {
  return wanted.endsWith('xx') ? String(status)[0] === wanted[0] : String(status) === wanted
}

function hasWords(record: TraceRecord, q: string): boolean {
  const { method, path, route, requestId, traceId, status, userId = '', error = '' } = record
  const text = [method, path, route, requestId, traceId, status, userId, error].join('\n').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
