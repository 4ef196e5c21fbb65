/**
 * What every answer carries for its safety. What an API gives is never a page: a browser that is made to show it as one
 * runs and loads nothing (OWASP REST Security Cheat Sheet).
 *
 * @param secure whether it goes over TLS: HSTS means nothing elsewhere (RFC 6797 section 7.2)
 */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    ...(secure && { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' }),
  }
}
