/** What an app may change of the security headers that every answer carries. */
export interface SecurityOptions {
  /**
   * The Content-Security-Policy of HTML pages. By default a page may load only from its own origin, and
   * runs no inline script or style.
   */
  readonly contentSecurityPolicy?: string
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

/** The security headers of an app. */
export interface SecurityHeaders {
  /** Of answers that are HTML pages. */
  readonly page: FlatHeaders
  /** Of all others. */
  readonly data: FlatHeaders
  /** The value of `Strict-Transport-Security` for answers over https. */
  readonly hsts: string | undefined
}

/**
 * The security headers, made once at start: for answers that are HTML pages, and for all others.
 * The set follows the OWASP Secure Headers Project.
 */
export function securityHeaders(options: SecurityOptions = {}): SecurityHeaders {
  const { contentSecurityPolicy = PAGE_POLICY, hstsMaxAge = 63_072_000 } = options
  const common = [
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    'no-referrer',
    'Cross-Origin-Opener-Policy',
    'same-origin',
    'Cross-Origin-Resource-Policy',
    'same-origin',
    'X-Frame-Options',
    'DENY',
  ]
  return {
    page: ['Content-Security-Policy', contentSecurityPolicy, ...common],
    data: ['Content-Security-Policy', DATA_POLICY, ...common],
    hsts: hstsMaxAge > 0 ? `max-age=${hstsMaxAge}; includeSubDomains` : undefined,
  }
}
