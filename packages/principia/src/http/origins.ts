import { randomUUID } from 'node:crypto'
import { isThenable } from '../concurrency/index.ts'

/**
 * Which origins a page may have: exact ones such as `https://app.example.org`; all names below one, written
 * `https://*.example.org` (not that name itself); `'*'` for everybody; or a function that decides.
 */
export type Origins = readonly string[] | '*' | ((origin: string) => boolean)

/**
 * Compiles the origins of `cors` to a question.
 *
 * The origin `null` is never allowed by name: every sandboxed frame and every file has it.
 *
 * @throws TypeError for an origin that no browser would ever send, such as one with a path, and for everybody
 * together with credentials: any page that somebody visits could then act as them.
 */
export function compileOrigins(origins: Origins, credentials: boolean): (origin: string) => boolean {
  if (origins === '*') {
    if (credentials) throw new TypeError(EVERYBODY)
    return () => true
  }
  if (typeof origins === 'function') {
    // Nobody can have listed this one: who says yes to it says yes to all.
    // What a program without types could give: a promise, on the way to no, must not be taken for yes.
    const answer: (origin: string) => unknown = origins
    const unheardOf = answer(`https://${randomUUID()}.invalid`)
    if (typeof unheardOf !== 'boolean') {
      if (isThenable(unheardOf)) void Promise.resolve(unheardOf).catch(() => undefined)
      throw new TypeError(
        `cors: the function \`origins\` says true or false, at once; it gave ${isThenable(unheardOf) ? 'a promise' : typeof unheardOf}.`,
      )
    }
    if (credentials && unheardOf) {
      throw new TypeError(
        'cors: with credentials `origins` must not say yes to every origin; it did to one that was just made up.',
      )
    }
    return (origin) => origin !== 'null' && answer(origin) === true
  }
  if (!Array.isArray(origins)) {
    const only = typeof origins === 'string' ? `; for one write ["${String(origins)}"]` : ''
    throw new TypeError(`cors: \`origins\` is a list, "*" or a function${only}.`)
  }
  const exact = new Set<string>()
  const patterns: ((origin: string) => boolean)[] = []
  for (const origin of origins) {
    if (origin === '*') {
      throw new TypeError(
        credentials ? EVERYBODY : 'cors: "*" is not one of a list; for everybody write `origins: "*"`.',
      )
    }
    if (origin.includes('*')) patterns.push(compilePattern(origin))
    else if (URL.canParse(origin) && new URL(origin).origin === origin) exact.add(origin)
    else throw new TypeError(`cors: "${origin}" is not an origin; write it like "https://app.example.org".`)
  }
  if (patterns.length === 0) return (origin) => exact.has(origin)
  return (origin) => exact.has(origin) || patterns.some((matches) => matches(origin))
}

const EVERYBODY = 'cors: credentials need a list of origins; "*" is refused by browsers.'

/** Labels of a host name, as browsers write them in an origin. */
const NAMES = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/

/**
 * A pattern stands for every name below its own, whoever has it. Below a name under which strangers can have
 * one, such as `github.io`, it must not be used; below a top-level domain it is refused.
 */
function compilePattern(pattern: string): (origin: string) => boolean {
  const [, prefix, suffix] = /^([a-z][a-z0-9+.-]*:\/\/)\*(\.[^*]+)$/.exec(pattern) ?? []
  const sample = `${prefix}any${suffix}`
  if (
    prefix === undefined ||
    suffix === undefined ||
    !URL.canParse(sample) ||
    new URL(sample).origin !== sample
  ) {
    throw new TypeError(
      `cors: "${pattern}" is not a pattern of origins; write it like "https://*.example.org".`,
    )
  }
  const { hostname } = new URL(sample)
  if (hostname.split('.').length < 3 && hostname !== 'any.localhost') {
    throw new TypeError(
      `cors: "${pattern}" would allow a whole top-level domain; name at least "*.example.org".`,
    )
  }
  return (origin) =>
    origin.length > prefix.length + suffix.length &&
    origin.startsWith(prefix) &&
    origin.endsWith(suffix) &&
    NAMES.test(origin.slice(prefix.length, -suffix.length))
}
