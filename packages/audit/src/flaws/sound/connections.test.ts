import { describe, expect, it } from 'vitest'
import { sound } from '../flawed.ts'
import { answerOn, running } from './fixtures/ask.ts'

const { ask, connect } = running(sound)

const statuses = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status)
const NOTE =
  'POST /notes HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada-token\r\nContent-Type: application/json\r\n'

describe('a connection', () => {
  it('answers pipelined requests in order, those before a broken one too', async () => {
    using connection = await connect()
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
    await connection.write(`${get('/books/1')}${get('/nothing')}${get('/live')}BREW / HTTP/1.1\r\n\r\n`)
    expect(statuses(await connection.rest())).toEqual([200, 404, 200, 501])
    expect(connection.ended).toBe('closed')
  })

  it('is kept after a refusal whose content is little, and ended after one whose content is much', async () => {
    using connection = await connect()
    const content = 'Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello'
    await connection.write(
      `POST /notes HTTP/1.1\r\nHost: a\r\n${content}GET /live HTTP/1.1\r\nHost: a\r\n\r\n`,
    )
    expect(statuses([await answerOn(connection), await answerOn(connection)])).toEqual([401, 200])
    await connection.write(`${NOTE}Content-Length: 10000000\r\n\r\n${'x'.repeat(200_000)}`)
    expect((await answerOn(connection)).headers.get('connection')).toBe('close')
    await connection.write('x'.repeat(200_000))
    expect([statuses(connection.exchange.answers).at(-1), await connection.closes()]).toEqual([413, true])
  })

  it('refuses chunked content that becomes too much, however long it goes on', async () => {
    using connection = await connect()
    await connection.write(`${NOTE}Transfer-Encoding: chunked\r\n\r\n`)
    for (let at = 0; at < 8; at++) await connection.write(`8000\r\n${'x'.repeat(0x8000)}\r\n`)
    expect(await answerOn(connection)).toMatchObject({ status: 413, complete: true, json: { status: 413 } })
    expect(await connection.closes()).toBe(true)
  })

  it.each([
    ['a chunk without a size', 'Transfer-Encoding: chunked\r\n\r\nx\r\n'],
    ['a chunk that is longer than it says', 'Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n'],
    ['a bare line feed', 'X: a\nY: b\r\n\r\n'],
  ])('refuses %s at once', async (_, rest) => {
    using connection = await connect()
    await connection.write(NOTE + rest)
    expect(await answerOn(connection)).toMatchObject({ status: 400, json: { status: 400 } })
    expect(await connection.closes()).toBe(true)
  })

  it.each([
    ['token', NOTE, [100, 201]],
    ['no token', NOTE.replace(/Authorization.*\r\n/, ''), [401]],
    ['another type', NOTE.replace('json', 'xml'), [415]],
  ])('asks for content that is held back only if it wants it: %s', async (_, head, expected) => {
    using connection = await connect()
    await connection.write(`${head}Expect: 100-continue\r\nContent-Length: 13\r\n\r\n`)
    if (expected.length === 2) await connection.write('{"title":"a"}')
    const answer = await answerOn(connection)
    expect(statuses([...answer.interim, answer])).toEqual(expected)
    if (expected.length === 1) expect(await connection.closes()).toBe(true)
  })

  it('does nothing that a client asks for that goes away before it has asked', async () => {
    const count = async () => {
      const { json } = await ask({ path: '/notes?limit=100', headers: { Authorization: 'Bearer ada-token' } })
      return (json['items'] as unknown[]).length
    }
    const before = await count()
    const connection = await connect()
    await connection.write(`${NOTE}Content-Length: 13\r\n\r\n{"title":"a"`)
    connection.reset()
    expect(await count()).toBe(before)
  })

  it('answers a client that has said its all', async () => {
    using connection = await connect()
    const content = JSON.stringify({ user: 'ada', password: 'ada-password' })
    await connection.write(
      `POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
    )
    connection.end()
    expect(await answerOn(connection)).toMatchObject({ status: 200 })
  })

  it('answers no proxy requests', async () => {
    using connection = await connect()
    await connection.write('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n')
    expect(await answerOn(connection)).toMatchObject({ status: 501, json: { status: 501 } })
  })

  it('is told when its request does not come in time', { timeout: 10_000 }, async () => {
    using connection = await connect()
    await connection.write('GET / HTTP/1.1\r\nHost')
    const answer = await connection.next('GET', 8000)
    expect([answer?.status, answer?.headers.get('connection')]).toEqual([408, 'close'])
  })
})
