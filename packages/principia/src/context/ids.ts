import { randomFillSync } from 'node:crypto'

/** Random bytes are drawn in blocks: one system call serves 512 ids. */
const pool = Buffer.alloc(4096)
let used = pool.length

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const hex = pool.toString('hex', used, used + bytes)
  used += bytes
  return hex
}

/** 64 random bits in hex: names one request, and is its span id in a trace. */
export function newRequestId(): string {
  return randomHex(8)
}

/** 128 random bits in hex: names all that one action of a user causes, in every service. */
export function newTraceId(): string {
  return randomHex(16)
}

/**
 * The trace id of a `traceparent` header (W3C Trace Context, section 3.2), or `undefined` where the
 * header is absent or not valid: an invalid one must be ignored and a new trace begun.
 */
export function traceIdFrom(traceparent: string | undefined): string | undefined {
  if (traceparent === undefined) return undefined
  const [, version, traceId, parentId, more] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/.exec(traceparent) ?? []
  const invalid =
    version === undefined ||
    version === 'ff' ||
    (version === '00' && more !== undefined) ||
    traceId === ZERO_TRACE ||
    parentId === ZERO_PARENT
  return invalid ? undefined : traceId
}

const ZERO_TRACE = '0'.repeat(32)
const ZERO_PARENT = '0'.repeat(16)
