import { unknownNames } from '../errors/index.ts'

/** What caches may do with an answer: the response directives of `Cache-Control`. Durations are in seconds. */
export interface CacheOptions {
  /** Any cache may keep it, even where the request was authenticated. */
  readonly public?: boolean
  /** Only the caller's own cache may keep it. */
  readonly private?: boolean
  /** How long it is fresh, that is, used without asking. */
  readonly maxAge?: number
  /** The same for shared caches, where it differs. */
  readonly sMaxAge?: number
  /** Nobody may keep it. */
  readonly noStore?: boolean
  /** It may be kept, but is used only after asking whether it is still current. */
  readonly noCache?: boolean
  /** Once stale it is never used without asking, even where the server cannot be reached. */
  readonly mustRevalidate?: boolean
  /** The same for shared caches. */
  readonly proxyRevalidate?: boolean
  /** Only a cache that knows what the status means may keep it. */
  readonly mustUnderstand?: boolean
  /** It never changes while it is fresh, so a reload need not ask (RFC 8246). */
  readonly immutable?: boolean
  /** Seconds after it became stale in which it may be used while it is fetched anew (RFC 5861 section 3). */
  readonly staleWhileRevalidate?: number
  /** Seconds after it became stale in which it may be used where fetching it anew fails (RFC 5861 section 4). */
  readonly staleIfError?: number
  /** Nobody on the way, this server's own compression included, may change how it is coded. */
  readonly noTransform?: boolean
}

/**
 * Writes a `Cache-Control` (RFC 9111 section 5.2.2).
 *
 * @throws TypeError for directives that contradict one another, one that has no effect without another, and
 * durations that are not whole seconds
 * @example
 * cacheControl({ public: true, maxAge: 60, staleWhileRevalidate: 600 }) // 'public, max-age=60, stale-while-revalidate=600'
 */
export function cacheControl(options: CacheOptions): string {
  const wrong = unknownNames(options, NAMES)[0] ?? whyContradictory(options)
  if (wrong !== undefined) throw new TypeError(`Cache-Control: ${wrong}`)
  const directives = DIRECTIVES.flatMap(([name, directive]) => {
    const value = options[name]
    if (value === undefined || value === false) return []
    return value === true ? [directive] : [`${directive}=${seconds(value, name)}`]
  })
  if (directives.length === 0) {
    throw new TypeError('Cache-Control: it says nothing; give at least one directive, such as `maxAge: 60`.')
  }
  return directives.join(', ')
}

const DIRECTIVES: readonly (readonly [keyof CacheOptions, string])[] = [
  ['public', 'public'],
  ['private', 'private'],
  ['noStore', 'no-store'],
  ['noCache', 'no-cache'],
  ['maxAge', 'max-age'],
  ['sMaxAge', 's-maxage'],
  ['mustRevalidate', 'must-revalidate'],
  ['proxyRevalidate', 'proxy-revalidate'],
  ['mustUnderstand', 'must-understand'],
  ['immutable', 'immutable'],
  ['staleWhileRevalidate', 'stale-while-revalidate'],
  ['staleIfError', 'stale-if-error'],
  ['noTransform', 'no-transform'],
]

const NAMES = DIRECTIVES.map(([name]) => name)

/** RFC 9111 section 1.2.2: what a cache must be able to count to; more would be read as this. */
const MAX_SECONDS = 2 ** 31

function seconds(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= MAX_SECONDS) return value
  throw new TypeError(`Cache-Control: \`${name}\` is whole seconds, 0 to ${MAX_SECONDS}; got ${value}.`)
}

/** Directives that make each other pointless, so that one of the two was not meant. */
const CONTRADICTIONS: readonly (readonly [string, readonly (keyof CacheOptions)[], string])[] = [
  ['public', ['private'], 'either any cache may keep it, or only the caller’s own'],
  [
    'noStore',
    [
      'public',
      'private',
      'maxAge',
      'sMaxAge',
      'noCache',
      'mustRevalidate',
      'proxyRevalidate',
      'immutable',
      'staleWhileRevalidate',
      'staleIfError',
    ],
    'what nobody keeps needs no rule for how long',
  ],
  ['private', ['sMaxAge', 'proxyRevalidate'], 'that is for shared caches, which may not keep it'],
  ['noCache', ['immutable', 'staleWhileRevalidate', 'staleIfError'], 'it is never used without asking'],
  ['mustRevalidate', ['staleWhileRevalidate', 'staleIfError'], 'it is never used once it is stale'],
]

function whyContradictory(options: CacheOptions): string | undefined {
  const says = (name: string) => {
    const value = options[name as keyof CacheOptions]
    return value !== undefined && value !== false
  }
  for (const [name, others, why] of CONTRADICTIONS) {
    const other = says(name) ? others.find(says) : undefined
    if (other !== undefined) return `\`${name}\` and \`${other}\` contradict each other: ${why}.`
  }
  if (says('noCache') && (options.maxAge ?? 0) > 0) {
    return '`noCache` and a `maxAge` above 0 contradict each other: it is never used without asking.'
  }
  // RFC 9111 section 5.2.2.3
  if (says('mustUnderstand') && !says('noStore')) {
    return '`mustUnderstand` needs `noStore`, for caches that do not know what it means.'
  }
  const fresh = (options.maxAge ?? 0) > 0 || (options.sMaxAge ?? 0) > 0
  return says('immutable') && !fresh
    ? '`immutable` says that it does not change while it is fresh; give a `maxAge` as well.'
    : undefined
}
