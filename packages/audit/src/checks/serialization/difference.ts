import { isObject, step } from '../../target/openapi/document.ts'

/** Where two values differ. */
export interface Difference {
  /** As a JSON Pointer. */
  readonly pointer: string
  readonly json: unknown
  readonly cbor: unknown
}

/**
 * The first difference between a value that was read as JSON and one that was read as CBOR. What JSON has no word for is
 * equal to what stands in for it: bytes to their text in base64, a number of seconds to its date, what is missing to null.
 */
export function difference(json: unknown, cbor: unknown, pointer = ''): Difference | undefined {
  if (Array.isArray(json) && Array.isArray(cbor))
    return firstOf(Math.max(json.length, cbor.length), (index) =>
      difference(json[index], cbor[index], step(pointer, index)),
    )
  if (isObject(json) && isObject(cbor)) {
    const names = [...new Set([...Object.keys(json), ...Object.keys(cbor)])]
    return firstOf(names.length, (index) => {
      const name = names[index] ?? ''
      return difference(json[name], cbor[name], step(pointer, name))
    })
  }
  return isAlike(json ?? null, cbor ?? null) ? undefined : { pointer, json, cbor }
}

function firstOf(count: number, compare: (index: number) => Difference | undefined): Difference | undefined {
  for (let index = 0; index < count; index++) {
    const found = compare(index)
    if (found !== undefined) return found
  }
  return undefined
}

function isAlike(json: unknown, cbor: unknown): boolean {
  if (json === cbor) return true
  if (Buffer.isBuffer(cbor))
    return (['base64', 'base64url', 'hex'] as const).some((form) => cbor.toString(form) === json)
  // JSON.parse rounds what is beyond 2⁵³ on our side.
  if (typeof cbor === 'bigint') return json === Number(cbor) || json === String(cbor)
  if (typeof json !== 'string') return false
  const moment = Date.parse(json)
  if (Number.isNaN(moment)) return false
  return typeof cbor === 'number'
    ? Math.abs(cbor - moment / 1000) < 0.001
    : typeof cbor === 'string' && Date.parse(cbor) === moment
}
