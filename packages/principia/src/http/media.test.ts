import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { app, file, media, ranged, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'

const root = mkdtempSync(join(tmpdir(), 'principia-media-'))
afterAll(() => rmSync(root, { recursive: true }))
writeFileSync(join(root, 'scan'), 'scanned')
writeFileSync(join(root, 'a.png'), 'pixels')

const pdf = () => file('scan', { root, type: 'application/pdf' })
const blob = (type: string) => new Blob(['blob'], { type })
const bytes = () => Buffer.from('bytes')

/** The answer to a GET whose 200 is declared with these types and given by the handler. */
async function answerOf(types: readonly [string, ...string[]], handler: () => unknown, headers = {}) {
  const shown = route(
    'GET /a',
    { access: 'public', responses: { 200: media(...types) } },
    handler as () => string,
  )
  await using api = await testApp(app({ name: 'media', docs: false, routes: [shown] }))
  const answer = await api.get('/a', { headers })
  const text = await answer.text()
  await api.booted.dispatcher.whenIdle()
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text,
    error: api.traces()[0]?.error,
  }
}

type Case = readonly [
  what: string,
  types: readonly [string, ...string[]],
  handler: () => unknown,
  outcome: string,
]

describe('content that is declared with media()', () => {
  it.each<Case>([
    ['a file in a range', ['application/*'], pdf, 'application/pdf'],
    ['a file by its ending', ['image/*'], () => file('a.png', { root }), 'image/png'],
    ['a file under any type', ['*/*'], pdf, 'application/pdf'],
    ['a file of one of several types', ['image/png', 'application/pdf'], pdf, 'application/pdf'],
    ['a file of just that type', ['Application/PDF'], pdf, 'application/pdf'],
    ['a blob', ['text/*'], () => blob('text/csv;header=present'), 'text/csv;header=present'],
    ['a blob without a type', ['image/gif'], () => blob(''), 'image/gif'],
    ['stored content without a type', ['*/*'], () => ranged(bytes()), 'application/octet-stream'],
    ['bytes', ['image/gif'], bytes, 'image/gif'],
    ['bytes of any type', ['*/*'], bytes, 'application/octet-stream'],
    ['text of any type', ['*/*'], () => 'text', 'text/plain; charset=utf-8'],
    ['a stream', ['text/csv; header=absent'], () => Readable.from(['a']), 'text/csv; header=absent'],
    [
      'bytes whose type the handler says',
      ['image/*'],
      () => reply(200, bytes(), { 'content-type': 'image/webp' }),
      'image/webp',
    ],
    [
      'a file whose type the handler says',
      ['image/*', 'application/*'],
      () => reply(200, pdf(), { 'Content-Type': 'image/webp' }),
      'image/webp',
    ],
  ])('has its own type where it has one: %s', async (_what, types, handler, type) => {
    expect(await answerOf(types, handler)).toMatchObject({ status: 200, type })
  })

  it.each<Case>([
    ['a file of another type', ['image/*'], pdf, 'application/pdf where its route declares image/*'],
    ['a blob of another type', ['text/csv'], () => blob('text/html'), 'text/html where its route declares'],
    ['bytes of no type in a range', ['image/*'], bytes, 'content without a type where it declares image/*'],
    ['bytes of one of two types', ['image/png', 'image/gif'], bytes, 'content without a type'],
    [
      'a type said that is not declared',
      ['image/*'],
      () => reply(200, bytes(), { 'content-type': 'text/html' }),
      'text/html where its route declares image/*',
    ],
    [
      'a range said as a type',
      ['image/*'],
      () => reply(200, bytes(), { 'content-type': 'image/*' }),
      '"image/*" is none',
    ],
    ['a range as the type of what is stored', ['image/*'], () => blob('image/*'), '"image/*" is none'],
    ['no content at all', ['image/png'], () => ({}), 'object where it declares media()'],
  ])('is a fault that says why: %s', async (_what, types, handler, why) => {
    const { status, text, error } = await answerOf(types, handler)
    expect([status, error]).toEqual([500, expect.stringContaining(why)])
    expect(text).not.toContain(why)
  })

  it('may be asked for in part where it is stored', async () => {
    expect(await answerOf(['application/*'], pdf, { range: 'bytes=0-3' })).toMatchObject({
      status: 206,
      type: 'application/pdf',
      text: 'scan',
    })
  })
})

it('a range never leaves as a type, declared or not', async () => {
  const routes = [
    route('GET /blob', { access: 'public' }, () => blob('*/*')),
    route('GET /reply', { access: 'public' }, () => reply(200, 'x', { 'content-type': 'text/*' })),
  ]
  await using api = await testApp(app({ name: 'media', docs: false, routes }))
  expect([(await api.get('/blob')).status, (await api.get('/reply')).status]).toEqual([500, 500])
})

it('stored content is sent whole where the route says that there are no parts', async () => {
  const whole = route(
    'GET /a',
    { access: 'public', ranges: false, responses: { 200: media('application/pdf') } },
    pdf,
  )
  await using api = await testApp(app({ name: 'media', docs: false, routes: [whole] }))
  const answer = await api.get('/a', { headers: { range: 'bytes=0-3' } })
  expect([answer.status, answer.headers.get('accept-ranges'), await answer.text()]).toEqual([
    200,
    null,
    'scanned',
  ])
})
