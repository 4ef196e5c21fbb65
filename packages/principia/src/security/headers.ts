import { unknownNames } from '../errors/index.ts'
import { parsePolicy, withNonce, type ContentSecurityPolicy } from './content-security-policy.ts'

/** What an app, or a route of it, may change of the security headers that every answer carries. */
export interface SecurityOptions {
  /**
   * The Content-Security-Policy of HTML pages. By default a page may load only from its own origin, and
   * runs no inline script or style, unless it carries `context.nonce`.
   */
  readonly contentSecurityPolicy?: string | ContentSecurityPolicy
  /** A policy of HTML pages that is not enforced: browsers report what it would have forbidden. */
  readonly contentSecurityPolicyReportOnly?: string | ContentSecurityPolicy
  /** What pages may use of the browser: `{ camera: [], geolocation: ['self'] }`. Not sent unless said. */
  readonly permissionsPolicy?: string | { readonly [feature: string]: readonly string[] }
  /** `same-origin` unless said. */
  readonly crossOriginOpenerPolicy?:
    | 'same-origin'
    | 'same-origin-allow-popups'
    | 'noopener-allow-popups'
    | 'unsafe-none'
  /** Not sent unless said; `require-corp` isolates pages, for `SharedArrayBuffer` and exact clocks. */
  readonly crossOriginEmbedderPolicy?: 'require-corp' | 'credentialless' | 'unsafe-none'
  /** Whose pages may embed what is answered: `same-origin` unless said. */
  readonly crossOriginResourcePolicy?: 'same-origin' | 'same-site' | 'cross-origin'
  /** `no-referrer` unless said. */
  readonly referrerPolicy?:
    | 'no-referrer'
    | 'same-origin'
    | 'strict-origin'
    | 'strict-origin-when-cross-origin'
    | 'origin'
  /** Seconds for which browsers insist on https; 0 sends no such header. Two years unless said. */
  readonly hstsMaxAge?: number
}

const PAGE_POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
].join('; ')

/** Nothing in a data answer is meant to run, whatever a browser makes of it. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

/** Header names and values in turn, as `writeHead` takes them. */
export type FlatHeaders = readonly string[]

export interface SecurityHeaders {
  /** For answers that are HTML pages. */
  readonly page: FlatHeaders
  /** For pages whose inline scripts and styles carry this nonce. */
  readonly pageWith: (nonce: string) => FlatHeaders
  /** For all other answers. */
  readonly data: FlatHeaders
  /** The same, with some options changed. */
  readonly changed: (options: SecurityOptions) => SecurityHeaders
  /** The value of `Strict-Transport-Security` for answers over https. */
  readonly hsts: string | undefined
}

/**
 * The security headers, made once at start. The set follows the OWASP Secure Headers Project.
 *
 * @throws TypeError for an option that does not exist or a value that a header could not carry.
 */
export function securityHeaders(options: SecurityOptions = {}): SecurityHeaders {
  refuseUnknown(options)
  const policy = toPolicy(options.contentSecurityPolicy ?? PAGE_POLICY)
  const reported = options.contentSecurityPolicyReportOnly
  const watched = reported === undefined ? undefined : toPolicy(reported)
  const shared = common(options)
  const ofPages = [
    ...(options.permissionsPolicy === undefined
      ? []
      : ['Permissions-Policy', permissions(options.permissionsPolicy)]),
    ...frameOptions(policy),
  ]
  const page = (enforced: string, watching: string | undefined) => [
    'Content-Security-Policy',
    enforced,
    ...(watching === undefined ? [] : ['Content-Security-Policy-Report-Only', watching]),
    ...shared,
    ...ofPages,
  ]
  const enforcedWith = withNonce(policy)
  const watchedWith = watched === undefined ? undefined : withNonce(watched)
  return {
    page: page(policy.text, watched?.text),
    pageWith: (nonce) => page(enforcedWith(nonce), watchedWith?.(nonce)),
    data: ['Content-Security-Policy', DATA_POLICY, ...shared, 'X-Frame-Options', 'DENY'],
    hsts: strictTransport(options),
    changed: (more) => securityHeaders({ ...options, ...more }),
  }
}

function strictTransport({ hstsMaxAge = 63_072_000 }: SecurityOptions): string | undefined {
  if (!Number.isInteger(hstsMaxAge) || hstsMaxAge < 0) {
    throw new TypeError(`security: hstsMaxAge is a whole number of seconds; got ${hstsMaxAge}.`)
  }
  return hstsMaxAge > 0 ? `max-age=${hstsMaxAge}; includeSubDomains` : undefined
}

function common(options: SecurityOptions): string[] {
  const {
    crossOriginOpenerPolicy = 'same-origin',
    crossOriginEmbedderPolicy,
    crossOriginResourcePolicy = 'same-origin',
    referrerPolicy = 'no-referrer',
  } = options
  const embedder: readonly string[] =
    crossOriginEmbedderPolicy === undefined ? [] : ['Cross-Origin-Embedder-Policy', crossOriginEmbedderPolicy]
  const headers = [
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    referrerPolicy,
    'Cross-Origin-Opener-Policy',
    crossOriginOpenerPolicy,
    ...embedder,
    'Cross-Origin-Resource-Policy',
    crossOriginResourcePolicy,
  ]
  const strange = headers.find((value) => !/^[\x20-\x7e]+$/.test(value))
  if (strange !== undefined) throw new TypeError(`security: "${strange}" cannot stand in a header.`)
  return headers
}

/**
 * For browsers that do not know `frame-ancestors`; those that do ignore it (Content Security Policy Level 3,
 * section 6.4.2.2). What it cannot say, one other site, it says nothing about.
 */
function frameOptions({ directives }: ContentSecurityPolicy): string[] {
  const ancestors = directives.get('frame-ancestors')?.join(' ')
  if (ancestors === undefined || ancestors === "'none'") return ['X-Frame-Options', 'DENY']
  return ancestors === "'self'" ? ['X-Frame-Options', 'SAMEORIGIN'] : []
}

function toPolicy(policy: string | ContentSecurityPolicy): ContentSecurityPolicy {
  return typeof policy === 'string' ? parsePolicy(policy) : policy
}

/** Permissions Policy, section 5.2: a dictionary of structured fields, each feature with a list of origins. */
function permissions(policy: NonNullable<SecurityOptions['permissionsPolicy']>): string {
  if (typeof policy === 'string') return policy
  return Object.entries(policy)
    .map(([feature, origins]) => {
      if (!/^[a-z][a-z-]*$/.test(feature)) {
        throw new TypeError(`security: "${feature}" is not a feature of permissionsPolicy, such as "camera".`)
      }
      if (origins.includes('*')) return `${feature}=*`
      return `${feature}=(${origins.map(toAllowed).join(' ')})`
    })
    .join(', ')
}

function toAllowed(origin: string): string {
  if (origin === 'self') return origin
  if (URL.canParse(origin) && new URL(origin).origin === origin) return `"${origin}"`
  throw new TypeError(
    `security: "${origin}" in permissionsPolicy is not "self", "*" or an origin such as "https://app.example.org".`,
  )
}

const OPTIONS = [
  'contentSecurityPolicy',
  'contentSecurityPolicyReportOnly',
  'permissionsPolicy',
  'crossOriginOpenerPolicy',
  'crossOriginEmbedderPolicy',
  'crossOriginResourcePolicy',
  'referrerPolicy',
  'hstsMaxAge',
]

function refuseUnknown(options: SecurityOptions): void {
  for (const mistake of unknownNames(options, OPTIONS)) throw new TypeError(`security: ${mistake}`)
}
