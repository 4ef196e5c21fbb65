import { describe, expect, it } from 'vitest'
import { module } from './module.ts'
import { route } from './route.ts'

const list = route('GET /', { access: 'public' }, () => [])
const one = route('GET /:id', { access: 'public', limit: '1/s', tags: ['own'] }, () => ({}))

describe('a module', () => {
  it('joins paths, and what is nearer to a route wins', () => {
    const inner = module({
      name: 'inner',
      path: '/things',
      defaults: { limit: '5/s', timeout: 10 },
      routes: [list, one],
    })
    const outer = module({
      name: 'outer',
      path: '/v1',
      defaults: { timeout: 20, hidden: true },
      routes: [inner, list],
    })
    expect(
      outer.routes.map(({ path, spec }) => [path, spec.limit, spec.timeout, spec.tags, spec.hidden]),
    ).toEqual([
      ['/v1/things', '5/s', 10, ['inner'], true],
      ['/v1/things/:id', '1/s', 10, ['own'], true],
      ['/v1', undefined, 20, ['outer'], true],
    ])
  })

  it('without a path changes none', () => {
    expect(module({ name: 'plain', routes: [list, one] }).routes.map(({ path }) => path)).toEqual([
      '/',
      '/:id',
    ])
  })

  it('refuses a path that is no pattern', () => {
    expect(() => module({ name: 'x', path: 'v1', routes: [] })).toThrow('must start with "/"')
  })
})

describe('a route', () => {
  it.each(['GET', 'GET  /a', 'get /a', 'HEAD /a', '/a', 'GET /a b'])('"%s" is no target', (target) => {
    expect(() => route(target as 'GET /', { access: 'public' }, () => undefined)).toThrow(
      'a method and a path',
    )
  })

  it('knows where it was defined', () => {
    expect(list.definedAt).toMatch(/module\.test\.ts:\d+$/)
  })
})
