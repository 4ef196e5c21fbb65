import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseHttpDate } from '../http-date.ts'
import { startQuiet } from '../fixtures/app.ts'
import { exchange } from '../fixtures/raw.ts'
import { everything, REQUESTS } from './fixtures/everything.ts'
import { askWire, type WireAnswer } from './fixtures/wire.ts'

let server: Awaited<ReturnType<typeof startQuiet>>
const answers = new Map<string, WireAnswer>()
let begun = 0
let ended = 0

beforeAll(async () => {
  server = await startQuiet({ routes: everything, cors: { origins: ['https://app.example.org'] } })
  await askWire(server.port, 'GET /limited')
  begun = Date.now()
  for (const [name, request] of Object.entries(REQUESTS)) {
    answers.set(name, await askWire(server.port, ...request))
  }
  ended = Date.now()
})
afterAll(() => server.stop())

/** The names of those answers of which something is not so. */
const except = (isSo: (answer: WireAnswer, name: string) => boolean) =>
  [...answers].filter(([name, answer]) => !isSo(answer, name)).map(([name]) => name)
const values = ({ lines }: WireAnswer) => lines.map((line) => line.slice(line.indexOf(':') + 1))
const TOKEN = String.raw`[!#$%&'*+.^_\`|~\w-]+`

describe('every answer', () => {
  it('has the status that it is meant to have', () => {
    expect(except(({ status }, name) => status === Number(name.slice(0, 3)))).toEqual([])
  })

  it('has fields that keep their grammar [9110-2.2-1]', () => {
    const line = new RegExp(String.raw`^${TOKEN}: [\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$`)
    expect([...answers.values()].flatMap(({ lines }) => lines).filter((one) => !line.test(one))).toEqual([])
    const GRAMMAR: Record<string, RegExp> = {
      'accept-ranges': /^bytes$/,
      allow: /^[A-Z]+(?:, [A-Z]+)*$/,
      'content-length': /^\d+$/,
      'content-range': /^bytes (?:\d+-\d+|\*)\/\d+$/,
      'content-type': new RegExp(String.raw`^${TOKEN}/${TOKEN}(?:; ?${TOKEN}=${TOKEN})*$`),
      etag: /^(?:W\/)?"[\x21\x23-\x7e]*"$/,
      'retry-after': /^\d+$/,
      vary: new RegExp(`^(?:\\*|${TOKEN}(?:, ${TOKEN})*)$`),
      'transfer-encoding': /^chunked$/,
    }
    for (const [name, answer] of answers) {
      for (const [field, grammar] of Object.entries(GRAMMAR)) {
        const value = answer.field(field)
        if (value !== undefined)
          expect([name, field, value]).toEqual([name, field, expect.stringMatching(grammar)])
      }
      for (const field of ['date', 'last-modified', 'expires']) {
        const value = answer.field(field)
        if (value !== undefined) expect([name, field, parseHttpDate(value)]).not.toContain(undefined)
      }
    }
  })

  it('has no fields of proxies or caches [9110-2.2-2, 9111-5.1-1]', () => {
    const others = [
      'via',
      'age',
      'warning',
      'proxy-authenticate',
      'proxy-authentication-info',
      'max-forwards',
    ]
    expect(except((answer) => others.every((field) => answer.field(field) === undefined))).toEqual([])
  })

  it('has one line of each field, but for lists and Set-Cookie [9110-5.3-1]', () => {
    const LISTS = new Set(['set-cookie', 'link'])
    const repeated = ({ lines }: WireAnswer) => {
      const names = lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
      return names.filter((name, index) => names.indexOf(name) !== index && !LISTS.has(name))
    }
    for (const [name, answer] of answers) expect([name, repeated(answer)]).toEqual([name, []])
  })

  it('has no empty members in its lists [9110-5.6.1.1-1]', () => {
    expect(except((answer) => values(answer).every((value) => !/^\s*,|,\s*,|,\s*$/.test(value)))).toEqual([])
  })

  it('has one space where whitespace is, and none around an equals sign [9110-5.6.3-1, 9110-5.6.3-2, 9110-5.6.3-3, 9110-5.6.3-4]', () => {
    expect(except((answer) => values(answer).every((value) => /^ \S/.test(value)))).toEqual([])
    expect(
      except((answer) => values(answer).every((value) => !/\t| {2}| ,|,(?! )| ;|\s=|=\s/.test(value))),
    ).toEqual([])
  })

  it('is of HTTP/1.1, whatever version was asked in [9110-6.2-1, 9110-6.2-2]', () => {
    expect(except(({ statusLine }) => statusLine.startsWith('HTTP/1.1 '))).toEqual([])
  })

  it('of 2xx, 3xx and 4xx says when it was made [9110-6.6.1-1, 9110-6.6.1-2]', () => {
    const isNow = (answer: WireAnswer) => {
      const date = parseHttpDate(answer.field('date') ?? '') ?? Number.NaN
      // Written in whole seconds, and at most once a second.
      return date >= begun - 2000 && date <= ended
    }
    expect(except((answer) => answer.status >= 500 || isNow(answer))).toEqual([])
  })

  it('names in Connection what is about the connection, and nothing else [9110-7.6.1-1, 9110-7.6.1-2]', async () => {
    expect(except((answer) => answer.field('connection') === 'close')).toEqual([])
    expect(except((answer) => answer.field('keep-alive') === undefined)).toEqual([])
    const kept = await exchange(server.port, 'GET /json HTTP/1.1\r\nHost: test\r\n\r\n')
    expect(kept.answers[0]?.headers).toMatchObject({
      connection: 'keep-alive',
      'keep-alive': /^timeout=\d+$/,
    })
  })

  it('with content says of what type it is [9110-8.3-1]', () => {
    expect(except(({ body, field }) => body === '' || field('content-type') !== undefined)).toEqual([])
  })

  it('has a length or comes in chunks, and never both [9110-8.6-5, 9112-6.2-1, 9112-6.3-4, 9112-6.1-2]', () => {
    const isFramed = ({ status, field, body }: WireAnswer, name: string) => {
      const length = field('content-length')
      const coding = field('transfer-encoding')
      if (status === 204 || status === 304) return length === undefined && coding === undefined && body === ''
      if (name.includes('HEAD')) return Number(length) > 0 && body === ''
      if (name.includes('stream to HTTP/1.0')) return length === undefined && coding === undefined
      return name.includes('stream')
        ? length === undefined && coding === 'chunked' && body.endsWith('\r\n0\r\n\r\n')
        : coding === undefined && Number(length) === body.length
    }
    expect(except(isFramed)).toEqual([])
  })

  it('tells nothing of the software that made it [9110-10.2.4-1, 9110-10.2.4-2]', () => {
    expect(
      except(({ field }) => field('server') === undefined && field('x-powered-by') === undefined),
    ).toEqual([])
  })

  it('of 401 has a challenge, with each parameter once and the realm in quotes [9110-11.2-1, 9110-11.4-1, 9110-11.5-1, 9110-11.6.1-1, 9110-15.5.2-1]', () => {
    const challenges = [...answers].flatMap(([, { status, field }]) =>
      status === 401 ? [field('www-authenticate')] : [],
    )
    expect(challenges).toEqual([
      'Bearer',
      'Basic realm="api", charset="UTF-8"',
      'Cookie cookie-name="session"',
      'Unspecified realm="api"',
      'Unspecified realm="api"',
    ])
  })

  it('of 4xx and 5xx explains itself, but to HEAD [9110-15.5-1, 9110-15.6-1]', () => {
    const explains = ({ status, field, body }: WireAnswer, name: string) => {
      if (status < 400) return true
      if (field('content-type') !== 'application/problem+json') return false
      if (name.includes('HEAD')) return body === ''
      const { title, status: said } = JSON.parse(body) as { title: string; status: number }
      return title.length > 5 && said === status
    }
    expect(except(explains)).toEqual([])
  })

  it('has no bare CR, no folded line and nothing before its first field [9112-2.2-2, 9112-2.2-5, 9112-5.2-1]', () => {
    expect(except(({ lines }) => lines.every((line) => /^\S/.test(line) && !/[\r\n]/.test(line)))).toEqual([])
  })

  it('has a space behind its status code [9112-4-1]', () => {
    expect(except(({ statusLine }) => /^HTTP\/1\.1 \d{3} /.test(statusLine))).toEqual([])
  })

  it('says that it is the last one on its connection, where it is [9112-9.6-1, 9112-9.6-2, 9112-9.6-4]', () => {
    // Each was read to its end, which came from the server.
    expect(except(({ field }) => field('connection') === 'close')).toEqual([])
  })
})
