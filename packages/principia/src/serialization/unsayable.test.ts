import { describe, expect, it } from 'vitest'
import { app, json, problems, reply, route, t } from '../index.ts'
import { cbor } from './cbor.ts'
import { testApp } from '../testing/index.ts'
import { compileEncoder, writeJson } from './encode.ts'

class Point {
  readonly x = 1
}

describe('an answer that JSON would write as {}', () => {
  it.each<[string, unknown, string]>([
    ['a Response', new Response('hi', { status: 418 }), 'answer with reply(status, body, headers), or'],
    ['a Response for a fetch handler', new Response(), 'mountFetch(path, spec, handler)'],
    [
      'a Map',
      new Map([['a', 1]]),
      'gave back a Map, which would be sent as {}; give Object.fromEntries(map)',
    ],
    ['a Set', new Set([1]), 'give a list, [...set]'],
    ['Headers', new Headers(), 'Object.fromEntries(headers)'],
    ['a promise', Promise.resolve(1), 'gave back a Promise, which would be sent as {}; await it'],
    ['what is awaited', { then: () => undefined }, 'await it'],
    ['an error', new Error('no'), 'throw it'],
    ['a problem', problems.notFound(), 'throw it'],
    ['an ArrayBuffer', new ArrayBuffer(1), 'new Uint8Array(buffer)'],
  ])('is refused where it is %s', (_name, value, why) => {
    expect(() => writeJson(value)).toThrow(why)
    expect(() => compileEncoder(t.Object({}))(value)).toThrow(why)
  })

  it.each<[string, unknown, string]>([
    ['an object', { a: 1 }, '{"a":1}'],
    ['an instance of a class', new Point(), '{"x":1}'],
    ['what says itself what it is', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['an object without a prototype', Object.create(null), '{}'],
    ['a list', [new Point()], '[{"x":1}]'],
    ['a member called then', { then: 'later' }, '{"then":"later"}'],
  ])('and %s is sent as it is', (_name, value, text) => {
    expect(writeJson(value)).toBe(text)
  })

  it('is a fault of the program, which the log has, in every format', async () => {
    const teapot = route('GET /', { access: 'public' }, () => new Response('hi', { status: 418 }))
    const late = route('GET /late', { access: 'public' }, () => reply(201, Promise.resolve({ id: 1 })))
    const names = route('GET /names', { access: 'public', codecs: [json, cbor] }, () => new Set(['ada']))
    await using api = await testApp(app({ name: 'test', routes: [teapot, late, names] }))
    const headers = { accept: 'application/cbor' }
    expect([
      (await api.get('/')).status,
      (await api.get('/late')).status,
      (await api.get('/names')).status,
      (await api.get('/names', { headers })).status,
    ]).toEqual([500, 500, 500, 500])
    await api.booted.dispatcher.whenIdle()
    expect(api.traces().map(({ error }) => error)).toEqual(
      expect.arrayContaining([expect.stringContaining('mountFetch'), expect.stringContaining('await it')]),
    )
  })
})
