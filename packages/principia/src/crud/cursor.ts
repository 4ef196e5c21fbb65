import { hash } from 'node:crypto'

/**
 * Writes a place beside an item - the values that it has in the keys of the order, as PostgreSQL writes them - as one
 * opaque word. It names the order it was cut from, since in another order the same values
 * would be another place.
 */
export function writeCursor(values: readonly string[], order: string): string {
  return Buffer.from(JSON.stringify([orderMark(order), ...values])).toString('base64url')
}

/** Reads a cursor; `undefined` for what was never given out for this order. */
export function readCursor(text: string, order: string, keys: number): readonly string[] | undefined {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
  if (!Array.isArray(parts) || !parts.every((part) => typeof part === 'string')) return undefined
  const [mark, ...values] = parts
  return mark === orderMark(order) && values.length === keys && !values.some((value) => value.includes('\0'))
    ? values
    : undefined
}

function orderMark(order: string): string {
  return hash('sha256', order, 'base64url').slice(0, 6)
}
