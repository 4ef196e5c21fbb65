import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { route, t } from '../index.ts'
import { startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'

const routes = [
  route('POST /upload', { access: 'public', body: t.Optional(t.Unknown()) }, () => 'kept'),
  route('POST /bodiless', { access: 'public' }, () => 'done'),
  route('GET /', { access: 'public' }, () => 'here'),
]

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes })
})
afterAll(() => server.stop())

const ask = async (line: string, expectation: string, length: number, body = '') => {
  const fields = ['Host: test', 'Connection: close', 'Content-Type: application/json']
  const head = [line, ...fields, `Content-Length: ${length}`, `Expect: ${expectation}`, '', ''].join('\r\n')
  const { answers } = await exchange(server.port, head + body, { untilClosed: true })
  return answers.map(({ status }) => status)
}

describe('RFC 9110 section 10.1.1: Expect', () => {
  it.each(['100-continue', '100-Continue'])(
    '%s is granted once the body is wanted [9110-10.1.1-2, 9110-10.1.1-4]',
    async (expectation) => {
      expect(await ask('POST /upload HTTP/1.1', expectation, 2, '{}')).toEqual([100, 200])
    },
  )

  it('is not granted where there is no body to wait for', async () => {
    expect(await ask('POST /bodiless HTTP/1.1', '100-continue', 0)).toEqual([200])
    expect(await ask('GET / HTTP/1.1', '100-continue', 0)).toEqual([200])
  })

  it('is not granted where nobody reads the body', async () => {
    expect(await ask('POST /bodiless HTTP/1.1', '100-continue', 2)).toEqual([200])
  })

  it.each(['100-continued', 'a-miracle', '""', '100'])('of "%s" fails with 417', async (expectation) => {
    expect(await ask('POST /upload HTTP/1.1', expectation, 2, '{}')).toEqual([417])
  })

  it.each(['100-continue', 'a-miracle'])(
    'of "%s" is ignored in HTTP/1.0 [9110-10.1.1-1]',
    async (expectation) => {
      expect(await ask('POST /upload HTTP/1.0', expectation, 2, '{}')).toEqual([200])
    },
  )

  it('that fails is followed by nothing, though the body comes', async () => {
    expect(await ask('POST /nowhere HTTP/1.1', '100-continue', 2, '{}')).toEqual([404])
  })
})
