import { randomBytes } from 'node:crypto'

const BLOCK = 512
let block = randomBytes(BLOCK)
let used = 0
let lastTime = 0
let sequence = 0

/**
 * A UUID of version 7 (RFC 9562 section 5.7): 48 bits of time in milliseconds, then 12 bits that count within the millisecond
 * (method 1 of section 6.2), then 62 random ones. So ids of one process sort in the order in which they were made, and
 * those of several nearly so.
 */
export function newId(now = Date.now()): string {
  if (now > lastTime) {
    lastTime = now
    sequence = 0
  } else if (++sequence > 0xfff) {
    // More than 4,096 in a millisecond borrow from the next one.
    lastTime++
    sequence = 0
  }
  if (used + 8 > BLOCK) {
    block = randomBytes(BLOCK)
    used = 0
  }
  const time = lastTime.toString(16).padStart(12, '0')
  const counted = sequence.toString(16).padStart(3, '0')
  const high = ((block.readUInt16BE(used) & 0x3fff) | 0x8000).toString(16)
  const low = block.toString('hex', used + 2, used + 8)
  used += 8
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counted}-${high}-${low}`
}

/** The milliseconds at which an id was made. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** Below every id that was made at that time or later. */
export function firstIdAt(milliseconds: number): string {
  const time = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
