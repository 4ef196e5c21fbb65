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
})
