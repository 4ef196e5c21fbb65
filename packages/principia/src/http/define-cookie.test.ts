import { describe, expect, it } from 'vitest'
import { app, define, defineConfig, defineCookie, noContent, route, secret, Secret, t } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { seal } from '../security/index.ts'
import type { CookieDefinition } from './define-cookie.ts'

const key = (letter: string) => new Secret(letter.repeat(32))
const Cart = t.Object({ items: t.Array(t.String()), coupon: t.Optional(t.String()) })

/** A context with these cookies, and what was written to its log. */
function seen(cookies: Record<string, string>) {
  const told: unknown[] = []
  const note = (fields: object | string) => void told.push(fields)
  const log = { debug: note, info: note, warn: note, error: note }
  return { cookie: (name: string) => cookies[name], log, told }
}

/** What a browser sends back of a `Set-Cookie` header. */
function pair(header: string): Record<string, string> {
  const [first = ''] = header.split('; ')
  return { [first.slice(0, first.indexOf('='))]: first.slice(first.indexOf('=') + 1) }
}

describe('a cookie as a value', () => {
  it.each<[string, CookieDefinition<undefined, unknown>, string]>([
    ['is bound to its host', {}, '__Host-a=v; Path=/; HttpOnly; Secure; SameSite=Lax'],
    ['is bound to https on a path', { path: '/x' }, '__Secure-a=v; Path=/x; HttpOnly; Secure; SameSite=Lax'],
    [
      'is shared where it says so',
      { domain: 'example.org', sameSite: 'strict', maxAge: 60 },
      '__Secure-a=v; Domain=example.org; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Strict',
    ],
    ['has no prefix where it wants none', { prefix: 'none' }, 'a=v; Path=/; HttpOnly; Secure; SameSite=Lax'],
    ['has none over http', { secure: false }, 'a=v; Path=/; HttpOnly; SameSite=Lax'],
    ['decides by the request', { secure: () => false }, 'a=v; Path=/; HttpOnly; SameSite=Lax'],
  ])('%s', (_name, definition, header) => {
    expect(defineCookie('a', definition).write({}, 'v')).toBe(header)
  })

  it('is deleted where it was set', () => {
    expect(defineCookie('a', { path: '/x', maxAge: 60 }).clear({})).toBe(
      '__Secure-a=; Path=/x; Max-Age=0; HttpOnly; Secure; SameSite=Lax',
    )
  })

  it.each(['', 'plain', 'a b;c,"d"\\', 'ü€😀', '100%', '\0\r\n'])('brings back the text %j', (text) => {
    const cookie = defineCookie('a')
    expect(cookie.read(seen(pair(cookie.write({}, text))))).toBe(text)
  })

  it.each<[string, Pick<CookieDefinition<typeof Cart, unknown>, 'sign' | 'encrypt'>]>([
    ['plain', {}],
    ['signed', { sign: key('a') }],
    ['encrypted', { encrypt: [key('b'), undefined, key('a')] }],
  ])('brings back what its schema says: %s', (_name, keys) => {
    const cookie = defineCookie('cart', { schema: Cart, ...keys })
    const cart = { items: ['Ulysses; or "so"'] }
    const context = seen(pair(cookie.write({}, cart)))
    expect(cookie.read(context)).toEqual(cart)
    expect(context.told).toEqual([])
    // A value of one cookie is worth nothing as another's.
    const [value = ''] = Object.values(pair(cookie.write({}, cart)))
    const other = defineCookie('other', { schema: Cart, ...keys })
    expect(other.read(seen({ '__Host-other': value })) === undefined).toBe(_name !== 'plain')
  })

  it('reads what was sealed with a key that is being retired, and seals with the new one', () => {
    const before = defineCookie('a', { encrypt: key('a') })
    const during = defineCookie('a', { encrypt: [key('b'), key('a')] })
    const after = defineCookie('a', { encrypt: key('b') })
    const old = pair(before.write({}, 'v'))
    expect([during.read(seen(old)), after.read(seen(old))]).toEqual(['v', undefined])
    expect(after.read(seen(pair(during.write({}, 'v'))))).toBe('v')
  })

  const signed = defineCookie('a', { schema: Cart, sign: key('a') })
  const sealed = (text: string, endsAt = Number.MAX_SAFE_INTEGER) =>
    seal('sign', key('a'), '__Host-a', text, endsAt)
  it.each<[string, string, string]>([
    ['made up', 'x.y.z', 'unknown key'],
    ['empty', '', 'malformed'],
    ['larger than browsers send', 'x'.repeat(5000), 'malformed'],
    ['of another shape', sealed('{"items":1}'), 'not what its schema says'],
    ['with more in it', sealed('{"items":[],"admin":true}'), 'not what its schema says'],
    ['not JSON', sealed('{'), 'not what its schema says'],
    ['older than it may be', sealed('{"items":[]}', 1), 'expired'],
    ['changed', `${sealed('{"items":[]}').slice(0, -3)}AAA`, 'tampered'],
  ])('is not there where it was %s, and the log says so', (_name, value, why) => {
    const context = seen({ '__Host-a': value })
    expect(signed.read(context)).toBeUndefined()
    expect(context.told).toEqual([{ cookie: '__Host-a', why }])
  })

  it.each<[string, string, object, string]>([
    ['a misspelt option', 'a', { encypt: key('a') }, 'did you mean "encrypt"'],
    ['two seals', 'a', { sign: key('a'), encrypt: key('a') }, 'leave out `sign`'],
    ['a prefix of its own', '__Host-a', {}, 'gets its prefix by itself'],
    ['a short key', 'a', { sign: new Secret('x') }, 'at least 32 characters'],
    ['no key', 'a', { sign: [undefined] }, 'has no key'],
    ['a life that is none', 'a', { maxAge: 0 }, 'more than none'],
    ['a domain, and a prefix that forbids one', 'a', { prefix: 'host', domain: 'example.org' }, 'no domain'],
    ['other sites over http', 'a', { sameSite: 'none', secure: false }, 'SameSite=None needs Secure'],
    ['a schema that says nothing', 'a', { schema: { typ: 'object' } }, 'did you mean "type"?'],
    ['a name that is none', 'a b', {}, 'is not a cookie name'],
  ])('with %s is refused', (_name, name, definition, message) => {
    expect(() => defineCookie(name, definition)).toThrow(message)
  })

  it('takes its keys from the settings, and a forged one is in the record of the request', async () => {
    const config = defineConfig({
      COOKIE_KEY: secret(t.String({ minLength: 32 })),
      COOKIE_KEY_BEFORE: t.Optional(secret(t.String())),
    })
    const own = define({ config })
    const visit = own.defineCookie('visit', {
      schema: t.Object({ n: t.Integer() }),
      encrypt: ({ config: set }) => [set.COOKIE_KEY],
    })
    const count = own.route('POST /visits', { access: 'public' }, (context) => {
      const { n } = visit.read(context) ?? { n: 0 }
      return noContent({ 'set-cookie': visit.write(context, { n: n + 1 }), 'x-visits': String(n) })
    })
    const plain = route('GET /', { access: 'public' }, () => 1)
    const shop = app({ name: 'test', routes: [count, plain], config })
    await using api = await testApp(shop, { env: { COOKIE_KEY: 'k'.repeat(40) } })
    const first = await api.post('/visits')
    const [cookie = ''] = (first.headers.get('set-cookie') ?? '').split(';')
    const second = await api.post('/visits', undefined, { headers: { cookie } })
    expect([first, second].map(({ headers }) => headers.get('x-visits'))).toEqual(['0', '1'])
    const forged = await api.post('/visits', undefined, { headers: { cookie: `${cookie.slice(0, -4)}AAAA` } })
    expect(forged.headers.get('x-visits')).toBe('0')
    await api.booted.dispatcher.whenIdle()
    expect(api.traces()[0]?.logs).toEqual([expect.objectContaining({ message: 'a cookie was not accepted' })])
  })
})
