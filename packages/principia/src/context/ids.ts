import { randomBytes } from 'node:crypto'

/**
 * Random bytes are drawn and written out in blocks, of which ids are parts: one system call and one conversion serve
 * some 170 requests. A string cut out of another keeps the whole alive, which here is 8 KB shared by as many.
 */
const BLOCK = 4096
let block = ''
let used = 0

function randomHex(characters: number): string {
  if (used + characters > block.length) {
    block = randomBytes(BLOCK).toString('hex')
    used = 0
  }
  used += characters
  return block.slice(used - characters, used)
}

/** 64 random bits in hex: names one request, and is its span id in a trace. */
export function newRequestId(): string {
  return randomHex(16)
}

/** 128 random bits in hex: names all that one action of a user causes, in every service. */
export function newTraceId(): string {
  return randomHex(32)
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
