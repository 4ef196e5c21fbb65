import { isThenable } from '../concurrency/index.ts'

/**
 * Refuses an answer that JSON would write as `{}`, so that all it holds was lost without a word. Only the answer as a
 * whole is looked at: what is within was the program's to make, and looking would cost every answer.
 *
 * @throws TypeError that says what to give back in its place
 */
export function refuseUnsayable(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === Array.prototype) {
    // A promise that was made by hand is a plain object.
    if (!('then' in value)) return
  }
  if ('toJSON' in value) return
  const kind = isThenable(value) ? 'Promise' : Object.prototype.toString.call(value).slice(8, -1)
  const instead = INSTEAD.get(kind)
  if (instead !== undefined) {
    throw new TypeError(`A handler gave back a ${kind}, which would be sent as {}; ${instead}.`)
  }
}

/** By `Symbol.toStringTag`, which other implementations of the Fetch standard have as well. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [
    'Response',
    'answer with reply(status, body, headers), or have a whole fetch handler answer by mountFetch(path, spec, handler)',
  ],
  ['Request', 'give back what of it is meant'],
  ['Headers', 'give Object.fromEntries(headers)'],
  ['FormData', 'give Object.fromEntries(form)'],
  ['URLSearchParams', 'give Object.fromEntries(params), or its text'],
  ['Map', 'give Object.fromEntries(map), or a list, [...map]'],
  ['Set', 'give a list, [...set]'],
  ['WeakMap', 'nobody can list what it holds'],
  ['WeakSet', 'nobody can list what it holds'],
  ['Promise', 'await it'],
  ['Error', 'throw it'],
  ['RegExp', 'give its `source`'],
  ['ArrayBuffer', 'give new Uint8Array(buffer)'],
])
