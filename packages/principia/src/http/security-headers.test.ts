import { describe, expect, it } from 'vitest'
import { app, contentSecurityPolicy, media, module, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'

const html = (text: string) => reply(200, text, { 'content-type': 'text/html; charset=utf-8' })
const inline = (nonce: string) => html(`<script nonce="${nonce}">1</script>`)
const policyOf = ({ headers }: Response) => headers.get('content-security-policy')

describe('the security headers of a route', () => {
  it('differ from the app’s where it says so, and only there', async () => {
    const embed = route(
      'GET /embed',
      {
        access: 'public',
        security: {
          contentSecurityPolicy: contentSecurityPolicy({
            defaultSrc: ["'self'"],
            frameAncestors: ['https://portal.test'],
          }),
          crossOriginResourcePolicy: 'cross-origin',
        },
      },
      () => html('<p>'),
    )
    const plain = route('GET /plain', { access: 'public' }, () => html('<p>'))
    await using api = await testApp(
      app({
        name: 'test',
        security: { referrerPolicy: 'origin' },
        modules: [module({ name: 'm', routes: [embed, plain] })],
      }),
    )
    const [framed, other] = [await api.get('/embed'), await api.get('/plain')]
    expect([policyOf(framed), framed.headers.get('x-frame-options')]).toEqual([
      "default-src 'self'; frame-ancestors https://portal.test",
      null,
    ])
    const names = ['cross-origin-resource-policy', 'referrer-policy']
    expect(names.map((name) => framed.headers.get(name))).toEqual(['cross-origin', 'origin'])
    expect(names.map((name) => other.headers.get(name))).toEqual(['same-origin', 'origin'])
    expect(policyOf(other)).toContain("frame-ancestors 'none'")
  })

  it('that make no sense keep the app from starting', async () => {
    const wrong = route('GET /', { access: 'public', security: { hstsMaxAge: -1 } }, () => 1)
    await expect(testApp(app({ name: 'test', routes: [wrong] }))).rejects.toThrow(
      'hstsMaxAge is a whole number',
    )
    const security = { contentSecurityPolicy: 'default-src self' }
    await expect(testApp(app({ name: 'test', security }))).rejects.toThrow('has quotes')
  })
})

describe('a nonce', () => {
  const page = route('GET /page', { access: 'public' }, ({ nonce }) => inline(nonce))
  const plain = route('GET /plain', { access: 'public' }, () => html('<p>'))
  const late = route(
    'GET /late',
    { access: 'public', responses: { 200: media('text/html') } },
    async function* (context) {
      yield '<p>'
      yield context.nonce
    },
  )
  const boot = () => testApp(app({ name: 'test', routes: [page, plain, late] }))

  it('is in the policy of the page that took it, and new for each', async () => {
    await using api = await boot()
    const seen = new Set<string>()
    for (let asked = 0; asked < 3; asked++) {
      const answer = await api.get('/page')
      const nonce = /nonce="([\w-]{22})"/.exec(await answer.text())?.[1] ?? 'none'
      expect(policyOf(answer)).toContain(`script-src 'self' 'nonce-${nonce}'`)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      seen.add(nonce)
    }
    expect(seen.size).toBe(3)
  })

  it('is nowhere where nobody took it', async () => {
    await using api = await boot()
    const answer = await api.get('/plain')
    expect(policyOf(answer)).not.toContain('nonce')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })

  it('comes too late once the page is on its way', async () => {
    await using api = await boot()
    await expect(api.get('/late').then((answer) => answer.text())).rejects.toThrow()
    await api.booted.dispatcher.whenIdle()
    expect(api.traces()[0]?.error).toContain('A nonce must be taken before the answer begins')
  })
})
