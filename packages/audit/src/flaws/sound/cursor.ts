import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from './problem.ts'

const SIGNATURE = 16

/**
 * Where a page ended, so that nobody but this server can make or change it.
 *
 * @param list whose page, in which order, with which filters: a cursor is good for no other
 */
export function writeCursor(secret: Buffer, list: string, after: readonly (string | number)[]): string {
  const said = Buffer.from(JSON.stringify(after))
  return Buffer.concat([sign(secret, list, said), said]).toString('base64url')
}

/** @throws Problem 400 */
export function readCursor(secret: Buffer, list: string, cursor: string): (string | number)[] {
  const bytes = Buffer.from(cursor, 'base64url')
  const said = bytes.subarray(SIGNATURE)
  const signature = bytes.subarray(0, SIGNATURE)
  // Base64 is read generously: another spelling of the same bytes is not what was given out.
  const genuine =
    bytes.length > SIGNATURE &&
    bytes.toString('base64url') === cursor &&
    timingSafeEqual(signature, sign(secret, list, said))
  if (!genuine) throw new Problem(400, 'The cursor is none that this list has given out.')
  return JSON.parse(said.toString()) as (string | number)[]
}

function sign(secret: Buffer, list: string, said: Buffer): Buffer {
  return createHmac('sha256', secret)
    .update(`${list.length}:${list}`)
    .update(said)
    .digest()
    .subarray(0, SIGNATURE)
}
