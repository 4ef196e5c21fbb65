import type { Browser, Page } from 'playwright-core'
import { app, noContent, reply, route, serializeCookie, start, t, type Running } from 'principia'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserTest, launchBrowser, withBrowser } from './browser.ts'

/** Two servers on ports of their own: for a browser, two origins. Each page's script calls the API of the other. */
let page: Page
let strange: Page
let browser: Browser
let api: Running
let pages: Running[]

async function records() {
  await api.booted.dispatcher.whenIdle()
  return api.booted.ring.list()
}
const preflights = async () => (await records()).filter(({ method }) => method === 'OPTIONS').length
const explained = async () =>
  (await records()).flatMap(({ logs }) => logs ?? []).map(({ message }) => message)

const env = { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' }

const html = route('GET /', { access: 'public' }, ({ nonce }) =>
  reply(200, `<title>page</title><script nonce="${nonce}">document.title = 'ran'</script>`, {
    'content-type': 'text/html; charset=utf-8',
  }),
)
const servePages = () =>
  start(
    app({
      name: 'pages',
      routes: [html],
      docs: false,
      security: { contentSecurityPolicy: "default-src 'self'; connect-src *" },
    }),
    { env },
  )

const apiRoutes = [
  route('GET /read', { access: 'public' }, () => reply(200, 'read', { 'x-total': '7', 'x-hidden': '8' })),
  route('GET /who', { access: 'public' }, ({ cookie }) => cookie('who') ?? 'nobody'),
  route('POST /enter', { access: 'public' }, () =>
    noContent({ 'set-cookie': serializeCookie('who', 'ada', { secure: false }) }),
  ),
  route(
    'PUT /write',
    { access: 'public', body: t.Object({ a: t.Integer() }), limit: '100/min' },
    ({ body }) => body.a,
  ),
  route('DELETE /write', { access: 'public', cors: false }, () => 'deleted'),
]

beforeAll(async () => {
  if (!withBrowser) return
  pages = [await servePages(), await servePages()]
  const origins = [pages[0]?.url ?? '']
  api = await start(
    app({
      name: 'api',
      routes: apiRoutes,
      docs: false,
      cors: {
        origins,
        credentials: true,
        exposedHeaders: ['X-Total'],
        allowedHeaders: ['Content-Type', 'X-Known'],
      },
    }),
    { env },
  )
  browser = await launchBrowser()
  page = await openPage(pages[0])
  strange = await openPage(pages[1])
})

async function openPage(server: Running | undefined): Promise<Page> {
  const opened = await browser.newPage()
  await opened.goto(server?.url ?? '')
  return opened
}

afterAll(async () => {
  await browser?.close()
  await api?.stop()
  for (const server of pages ?? []) await server.stop()
})

interface Init {
  readonly method?: string
  readonly credentials?: 'include'
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** What a script of the page gets: the answer, or why it gets none. */
function call(from: Page, path: string, init: Init = {}) {
  return from.evaluate(
    async ([url, options]) => {
      try {
        const answer = await fetch(url, options)
        const header = (name: string) => answer.headers.get(name)
        return {
          status: answer.status,
          text: await answer.text(),
          headers: [header('x-total'), header('x-hidden')],
        }
      } catch (error) {
        return String(error)
      }
    },
    [`${api.url}${path}`, init] as const,
  )
}

const put = (headers: Record<string, string>): Init => ({
  method: 'PUT',
  body: '{"a":1}',
  headers: { 'content-type': 'application/json', ...headers },
})

browserTest('an inline script runs by its nonce', async () => {
  expect(await page.title()).toBe('ran')
})

browserTest(
  'a page of an allowed origin reads an answer, and of its headers those that are exposed',
  async () => {
    expect(await call(page, '/read')).toEqual({ status: 200, text: 'read', headers: ['7', null] })
  },
)

browserTest('its cookies come along, there and back', async () => {
  expect(await call(page, '/enter', { method: 'POST', credentials: 'include' })).toMatchObject({
    status: 204,
  })
  expect(await call(page, '/who', { credentials: 'include' })).toMatchObject({ text: 'ada' })
  expect(await call(page, '/who')).toMatchObject({ text: 'nobody' })
})

browserTest('a pre-flight gives leave, also to see a failure, and is asked for once', async () => {
  const before = await preflights()
  expect(await call(page, '/write', put({ 'x-known': 'b' }))).toMatchObject({ status: 200, text: '1' })
  expect(await call(page, '/write', { ...put({}), body: '{"a":"x"}' })).toMatchObject({ status: 422 })
  expect(await preflights()).toBe(before + 1)
})

browserTest('a page of another origin is refused, and the log says why', async () => {
  expect(await call(strange, '/read')).toBe('TypeError: Failed to fetch')
  expect(await call(strange, '/write', put({}))).toBe('TypeError: Failed to fetch')
  expect(await explained()).toContainEqual(
    expect.stringContaining(`${pages[1]?.url} is not among the \`origins\``),
  )
})

browserTest('what is not allowed is refused to the allowed origin too, and the log says why', async () => {
  expect(await call(page, '/write', put({ 'x-knwon': 'b' }))).toBe('TypeError: Failed to fetch')
  expect(await explained()).toContainEqual(expect.stringContaining('Is "X-Known" meant?'))
  expect(await call(page, '/write', { method: 'DELETE' })).toBe('TypeError: Failed to fetch')
  expect(await explained()).toContainEqual(expect.stringContaining('the route says `cors: false`'))
})
