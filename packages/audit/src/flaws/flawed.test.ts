import { describe, expect, it } from 'vitest'
import { createBudget } from '../run/budget.ts'
import { createInspection } from '../run/inspection.ts'
import { randomOf } from '../run/random.ts'
import { discover } from '../target/discover.ts'
import type { Answered } from '../wire/exchange.ts'
import type { RequestSpec } from '../wire/request.ts'
import { flawed, tampered, type DraftAnswer } from './flawed.ts'
import { contentOf } from './sound/content.ts'
import type { Specimen } from './specimen.ts'

async function asked(specimen: Specimen, request: RequestSpec): Promise<Answered['answer']> {
  await using server = await specimen.start()
  const budget = createBudget(1000, 1000)
  const target = await discover(server.url, {}, budget, 'test')
  using inspection = createInspection(target, budget, randomOf('test'), AbortSignal.timeout(10_000))
  return (await inspection.send(request)).answer
}

const shorter = (answer: DraftAnswer) => {
  answer.body = Buffer.from('{}')
}
const lying = (answer: DraftAnswer) => {
  answer.headers['content-length'] = '1'
}

describe('tampered', () => {
  it.each<
    [string, (answer: DraftAnswer) => void, RequestSpec, number, string | undefined, string | undefined]
  >([
    ['nothing', () => undefined, { path: '/live' }, 200, '15', '{"status":"ok"}'],
    ['the body', shorter, { path: '/live' }, 200, '2', '{}'],
    ['the body, asked with HEAD', shorter, { method: 'HEAD', path: '/live' }, 200, '2', ''],
    ['the length', lying, { path: '/live' }, 200, '1', '{'],
    ['a missing body', shorter, { method: 'OPTIONS', path: '/live' }, 204, undefined, ''],
    ['a 304', shorter, { path: '/', headers: { 'If-None-Match': '*' } }, 304, undefined, ''],
    [
      'the status, to one without content',
      (answer) => void (answer.status = 204),
      { path: '/live' },
      204,
      undefined,
      '',
    ],
    [
      'the status, to one with content',
      (answer) => void Object.assign(answer, { status: 200, body: Buffer.from('{}') }),
      { method: 'OPTIONS', path: '/live' },
      200,
      '2',
      '{}',
    ],
  ])('can change %s', async (_, change, request, status, length, body) => {
    const answer = await asked(tampered(change), request)
    expect(answer).toMatchObject({ status, faults: [] })
    expect([answer.headers.get('content-length'), answer.body.toString()]).toEqual([length, body])
  })

  it('can take fields away, add some, and give several of one name', async () => {
    const answer = await asked(
      tampered(({ headers }) => {
        delete headers['x-content-type-options']
        headers['set-cookie'] = ['a=1', 'b=2']
      }),
      { path: '/live' },
    )
    expect(answer.headers.has('x-content-type-options')).toBe(false)
    expect(answer.headers.all('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(answer.headers.has('date')).toBe(true)
  })
})

describe('flawed', () => {
  const note = { method: 'POST', path: '/notes', json: { title: 'a', extra: 1 } }

  it('can change what is asked, look at the content, and leave it', async () => {
    const specimen = flawed((request, _, pass) => {
      request.headers.authorization ??= 'Bearer ada-token'
      void contentOf(request).then((content) => pass(content.length > 20 ? undefined : '{"title":"short"}'))
    })
    expect(await asked(specimen, note)).toMatchObject({ status: 422 })
    expect(await asked(specimen, { ...note, json: { x: 1 } })).toMatchObject({ status: 201 })
  })

  it('can answer in its place', async () => {
    const specimen = flawed((request, response, pass) => {
      if (request.url === '/live') response.end('as you like')
      else pass()
    })
    expect((await asked(specimen, { path: '/live' })).body.toString()).toBe('as you like')
    expect(await asked(specimen, { path: '/ready' })).toMatchObject({ status: 200 })
  })
})
