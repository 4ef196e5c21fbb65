import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { media, route } from '../index.ts'
import { startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const STYLE = '</app.css>; rel=preload; as=style'
const FONT = '<https://cdn.example/a.woff2?v=1>; rel="preload"; as=font; crossorigin'
const page = { access: 'public', responses: { 200: media('text/html') } } as const
let caught: unknown

const routes = [
  route('GET /page', page, ({ earlyHints }) => {
    earlyHints({ link: [STYLE, FONT] })
    return '<p>'
  }),
  route('GET /twice', page, ({ earlyHints }) => {
    earlyHints({ link: STYLE })
    earlyHints({ link: FONT })
    earlyHints({ link: [] })
    return '<p>'
  }),
  route('GET /late', { ...page, timeout: 20 }, async ({ earlyHints, signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    await new Promise(setImmediate)
    earlyHints({ link: STYLE })
    return '<p>'
  }),
  route('GET /links/:link', page, ({ earlyHints, params }) => {
    try {
      earlyHints({ link: Buffer.from(params.link, 'base64url').toString() })
    } catch (error) {
      caught = error
    }
    return '<p>'
  }),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())

const ask = (path: string, version: string, ...fields: string[]) =>
  exchange(
    server.port,
    [`GET ${path} HTTP/${version}`, 'Host: test', 'Connection: close', ...fields, '', ''].join('\r\n'),
    { untilClosed: true },
  )
const NAVIGATES = 'Sec-Fetch-Mode: navigate'

describe('RFC 8297: Early Hints', () => {
  it('go ahead of the answer, to a browser that loads a page', async () => {
    const { answers } = await ask('/page', '1.1', NAVIGATES)
    expect(answers.map(({ status }) => status)).toEqual([103, 200])
    expect(answers[0]?.headers).toEqual({ link: `${STYLE}, ${FONT}` })
    expect(answers[1]?.body).toBe('<p>')
  })

  it('may go several times, and nothing is sent where there is nothing to say', async () => {
    const { answers } = await ask('/twice', '1.1', NAVIGATES)
    expect(answers.map(({ status }) => status)).toEqual([103, 103, 200])
  })

  it('RFC 9110 section 15.2: never go to a client of HTTP/1.0', async () => {
    const { answers } = await ask('/page', '1.0', NAVIGATES)
    expect(answers.map(({ status }) => status)).toEqual([200])
  })

  it.each([[[]], [['Sec-Fetch-Mode: cors']]])(
    'RFC 8297 section 3: are kept from programs, %j',
    async (fields) => {
      const { answers } = await ask('/page', '1.1', ...fields)
      expect(answers.map(({ status }) => status)).toEqual([200])
    },
  )

  it('that come after the answer are dropped', async () => {
    const { answers } = await ask('/late', '1.1', NAVIGATES)
    expect(answers.map(({ status }) => status)).toEqual([503])
    await server.booted.dispatcher.whenIdle()
  })

  it.each([
    '<a>; rel=preload\r\nSet-Cookie: a=b',
    '<a\r\n>; rel=preload',
    '<a>; rel="a\nb"',
    'a; rel=preload',
    '<a>',
    '<a b>; rel=preload',
    '<a>; rel=preload, <b>; rel=preload',
  ])('of %j are refused: they could begin another header', async (link) => {
    caught = undefined
    const { answers } = await ask(`/links/${Buffer.from(link).toString('base64url')}`, '1.1', NAVIGATES)
    expect(answers.map(({ status }) => status)).toEqual([200])
    expect(caught).toBeInstanceOf(TypeError)
    expect(String(caught)).toContain('is no link; write it like')
  })
})
