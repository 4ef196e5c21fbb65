// RFC 9110, chapters 10 to 12, as far as no other test shows them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startQuiet } from '../fixtures/app.ts'
import { everything } from './fixtures/everything.ts'
import { askWire } from './fixtures/wire.ts'

let server: Awaited<ReturnType<typeof startQuiet>>
beforeAll(async () => {
  server = await startQuiet({ routes: everything, cors: { origins: ['https://app.example.org'] } })
})
afterAll(() => server.stop())

const ask = (line: string, ...fields: string[]) => askWire(server.port, line, fields)

describe('a 415', () => {
  it.each(['text/plain', 'application/json; charset=latin1', 'nonsense', ''])(
    'that is about the type "%s" says nothing of codings [9110-12.5.3-2]',
    async (type) => {
      const { status, field } = await ask('POST /names', `Content-Type: ${type}`, 'Content-Length: 2')
      expect([status, field('accept-encoding'), field('accept')]).toEqual([
        415,
        undefined,
        'application/json',
      ])
    },
  )

  it('that is about a coding says which ones are taken', async () => {
    const fields = ['Content-Type: application/json', 'Content-Encoding: br', 'Content-Length: 2']
    const { status, field } = await ask('POST /names', ...fields)
    expect([status, field('accept-encoding'), field('accept')]).toEqual([415, 'identity', undefined])
  })
})

it('Vary names what an answer was chosen by [9110-12.5.5-1]', async () => {
  const variesBy = async (line: string, ...fields: string[]) =>
    (await ask(line, ...fields)).field('vary')?.split(', ').toSorted().join(', ')
  expect(await variesBy('GET /json')).toBe('Origin')
  expect(await variesBy('GET /formats')).toBe('Accept, Origin')
  expect(await variesBy('GET /formats', 'Accept: image/png')).toBe('Accept, Origin')
  expect(await variesBy('GET /bearer', 'Authorization: Bearer right')).toBe('Authorization, Origin')
  expect(await variesBy('GET /session')).toBe('Cookie, Origin')
  expect(await variesBy('GET /stream')).toBe('Accept-Encoding, Origin')
})

it('a 406 lists what there is [9110-15.5.7-1]', async () => {
  const { status, body } = await ask('GET /formats', 'Accept: image/png')
  expect([status, JSON.parse(body)]).toMatchObject([
    406,
    { available: ['application/json', 'application/xml', 'text/xml'] },
  ])
})
