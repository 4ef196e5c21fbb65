import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, securityHeaders, type CspDirectives, type FlatHeaders } from './index.ts'

const valueOf = (headers: FlatHeaders, name: string) => headers[headers.indexOf(name) + 1]
const withNonce = (directives: CspDirectives) =>
  valueOf(
    securityHeaders({ contentSecurityPolicy: contentSecurityPolicy(directives) }).pageWith('n'),
    'Content-Security-Policy',
  )

describe('a content security policy', () => {
  it('is written as the header has it', () => {
    expect(
      contentSecurityPolicy({
        defaultSrc: ["'self'", 'https://cdn.example.org'],
        imgSrc: ["'self'", 'data:'],
        scriptSrcElem: ["'sha256-abc='"],
        frameAncestors: ["'none'"],
        sandbox: ['allow-forms'],
        upgradeInsecureRequests: true,
        reportTo: 'csp',
        trustedTypes: [],
      }).text,
    ).toBe(
      "default-src 'self' https://cdn.example.org; img-src 'self' data:; script-src-elem 'sha256-abc='; " +
        "frame-ancestors 'none'; sandbox allow-forms; upgrade-insecure-requests; report-to csp; trusted-types",
    )
  })

  it('leaves out what is switched off', () => {
    expect(contentSecurityPolicy({ defaultSrc: ["'none'"], upgradeInsecureRequests: false }).text).toBe(
      "default-src 'none'",
    )
  })

  it.each<[string, object, string]>([
    ['a keyword without quotes', { defaultSrc: ['self'] }, `has quotes: "'self'"`],
    ['a keyword without quotes, of frames', { frameAncestors: ['none'] }, `has quotes: "'none'"`],
    ['a directive that does not exist', { scirptSrc: [] }, 'did you mean "scriptSrc"?'],
    ['two sources in one', { imgSrc: ["'self' data:"] }, 'each is a text of its own'],
    ['a source that begins a directive', { imgSrc: ['x;script-src'] }, 'each is a text of its own'],
    ['a source that begins a header', { imgSrc: ['x\r\nSet-Cookie:'] }, 'each is a text of its own'],
    ["'none' among others", { imgSrc: ["'none'", 'data:'] }, 'stands alone'],
    ['a nonce that stays', { scriptSrc: ["'nonce-abc'"] }, 'take `context.nonce`'],
  ])('with %s is refused', (_name, directives, message) => {
    expect(() => contentSecurityPolicy(directives)).toThrow(message)
  })

  it.each<[string, CspDirectives, string]>([
    [
      'to what follows default-src',
      { defaultSrc: ["'self'"] },
      "default-src 'self'; script-src 'self' 'nonce-n'; style-src 'self' 'nonce-n'",
    ],
    [
      'to the directives of elements',
      { scriptSrc: ["'self'"], scriptSrcElem: ['https://a.test'], styleSrc: ['https://b.test'] },
      "script-src 'self' 'nonce-n'; script-src-elem https://a.test 'nonce-n'; style-src https://b.test 'nonce-n'",
    ],
    [
      "in the place of 'none'",
      { defaultSrc: ["'none'"], imgSrc: ["'none'"] },
      "default-src 'none'; img-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'",
    ],
    [
      'not where inline code runs anyway',
      { scriptSrc: ["'self'"], styleSrc: ["'unsafe-inline'"] },
      "script-src 'self' 'nonce-n'; style-src 'unsafe-inline'",
    ],
    ['nowhere where nothing is forbidden', { imgSrc: ["'self'"] }, "img-src 'self'"],
  ])('gets a nonce %s', (_name, directives, text) => {
    expect(withNonce(directives)).toBe(text)
  })
})
