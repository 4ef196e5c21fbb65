import { randomBytes } from 'node:crypto'

/** Where a request belongs among those that caused it (W3C Trace Context). */
export interface Trace {
  readonly traceId: string
  readonly parentId: string | undefined
  readonly spanId: string
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/

/** Continues the trace that the caller is in; begins one where it is in none, or in none that is valid. */
export function traceOf(field: string | undefined): Trace {
  const [, version, traceId = '', parentId = '', more] = TRACEPARENT.exec(field ?? '') ?? []
  const valid =
    version !== undefined &&
    version !== 'ff' &&
    !(version === '00' && more !== undefined) &&
    /[^0]/.test(traceId) &&
    /[^0]/.test(parentId)
  const spanId = randomBytes(8).toString('hex')
  return valid
    ? { traceId, parentId, spanId }
    : { traceId: randomBytes(16).toString('hex'), parentId: undefined, spanId }
}
