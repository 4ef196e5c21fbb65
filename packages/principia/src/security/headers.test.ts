import { describe, expect, it } from 'vitest'
import { securityHeaders, type FlatHeaders } from './index.ts'

const toObject = (flat: FlatHeaders) =>
  Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), flat[at + 1]]] : [])))

describe('the security headers', () => {
  it('forbid everything to an answer that is data', () => {
    expect(toObject(securityHeaders().data)).toEqual({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    })
  })

  it('have Strict-Transport-Security apart, since it is for https only', () => {
    expect(securityHeaders().hsts).toBe('max-age=63072000; includeSubDomains')
    expect(securityHeaders({ hstsMaxAge: 0 }).hsts).toBeUndefined()
  })

  it('let a page load from its own origin, and run nothing inline', () => {
    const policy = toObject(securityHeaders().page)['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toMatch(/unsafe|\*/)
  })

  it('are changed by what an app says, for pages only where it is about pages', () => {
    const { page, data } = securityHeaders({
      contentSecurityPolicy: "default-src 'self' https://cdn.test",
    })
    expect(toObject(page)['content-security-policy']).toBe("default-src 'self' https://cdn.test")
    expect(toObject(data)['content-security-policy']).toContain("'none'")
  })

  it('say what else was asked for, pages alone what is about pages', () => {
    const { page, data } = securityHeaders({
      contentSecurityPolicyReportOnly: "script-src 'self'; report-to csp",
      permissionsPolicy: { camera: [], geolocation: ['self', 'https://maps.example.org'], fullscreen: ['*'] },
      crossOriginOpenerPolicy: 'same-origin-allow-popups',
      crossOriginEmbedderPolicy: 'require-corp',
      crossOriginResourcePolicy: 'cross-origin',
      referrerPolicy: 'strict-origin',
    })
    expect(toObject(page)).toMatchObject({
      'content-security-policy-report-only': "script-src 'self'; report-to csp",
      'permissions-policy': 'camera=(), geolocation=(self "https://maps.example.org"), fullscreen=*',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'strict-origin',
    })
    expect(toObject(data)).toMatchObject({ 'cross-origin-resource-policy': 'cross-origin' })
    expect('permissions-policy' in toObject(data)).toBe(false)
  })

  it.each([
    ["default-src 'self'", 'DENY'],
    ["frame-ancestors 'none'", 'DENY'],
    ["frame-ancestors 'self'", 'SAMEORIGIN'],
    ['frame-ancestors https://portal.example.org', undefined],
  ])('say to old browsers what the policy %s says of frames', (contentSecurityPolicy, options) => {
    expect(toObject(securityHeaders({ contentSecurityPolicy }).page)['x-frame-options']).toBe(options)
  })

  it.each<[string, object, string]>([
    ['a misspelt option', { hstsMaxage: 0 }, 'did you mean "hstsMaxAge"?'],
    ['a feature that is none', { permissionsPolicy: { 'a b': [] } }, '"a b" is not a feature'],
    [
      'an origin that is none',
      { permissionsPolicy: { camera: ['example.org'] } },
      'not "self", "*" or an origin',
    ],
    ['a value that begins a header', { referrerPolicy: 'origin\r\nX: y' }, 'cannot stand in a header'],
    ['a time that is none', { hstsMaxAge: -1 }, 'whole number of seconds'],
  ])('with %s do not start', (_name, options, message) => {
    expect(() => securityHeaders(options)).toThrow(message)
  })
})
