import { describe, expect, it } from 'vitest'
import { app, basicCredentials, defineAccess, problems, route, sameSecret } from '../index.ts'
import { testApp } from '../testing/index.ts'

const basic = (text: string, encoding: BufferEncoding = 'utf8') =>
  `Basic ${Buffer.from(text, encoding).toString('base64')}`

describe('basic credentials', () => {
  it.each([
    // RFC 7617 sections 2 and 2.1.
    ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', { user: 'Aladdin', password: 'open sesame' }],
    ['Basic dGVzdDoxMjPCow==', { user: 'test', password: '123£' }],
    [basic('ada:'), { user: 'ada', password: '' }],
    [basic(':x'), { user: '', password: 'x' }],
    [basic('ada:a:b:c'), { user: 'ada', password: 'a:b:c' }],
    [basic('ada:x').replace('Basic', 'bAsIc  '), { user: 'ada', password: 'x' }],
    [basic('\ufeffada:x'), { user: '\ufeffada', password: 'x' }],
    ['Basic YTpi', { user: 'a', password: 'b' }],
    [undefined, undefined],
    ['', undefined],
    ['Basic', undefined],
    ['Basic ', undefined],
    [basic('ada'), undefined],
    [basic('test:123\u00a3', 'latin1'), undefined],
    [basic('ada:x\0'), undefined],
    [basic('ad\na:x'), undefined],
    [basic('ada:\x7f'), undefined],
    ['Basic YTpi YTpi', undefined],
    ['Basic YTp', undefined],
    ['Basic YT=i', undefined],
    ['Basic YTpi===', undefined],
    ['Basic YT-i', undefined],
    ['Bearer YTpi', undefined],
    ['XBasic YTpi', undefined],
    [`Basic${' '.repeat(10_000)}`, undefined],
  ])('of %j are %j', (header, credentials) => {
    expect(basicCredentials(header)).toEqual(credentials)
  })

  it('let a caller in, and are asked for', async () => {
    const scraper = defineAccess('scraper', {
      scheme: 'basic',
      check({ header }) {
        const given = basicCredentials(header('authorization'))
        const isKnown = given !== undefined && sameSecret(given.user, 'prometheus')
        if (!isKnown || !sameSecret(given.password, 'pässword')) throw problems.unauthorized()
        return { id: given.user }
      },
    })
    const numbers = route('GET /numbers', { access: scraper }, ({ user }) => user.id)
    await using api = await testApp(app({ name: 'test', routes: [numbers] }))
    const ask = (authorization: string) => api.get('/numbers', { headers: { authorization } })
    expect(await (await ask(basic('prometheus:pässword'))).text()).toBe('prometheus')
    const refused = await ask(basic('prometheus:password'))
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="api", charset="UTF-8"',
    ])
  })
})
