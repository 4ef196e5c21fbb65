import { describe, expect, it } from 'vitest'
import { defineAccess } from '../access/index.ts'
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

  it('may say who calls its routes, but for those that say it themselves', () => {
    const staff = defineAccess('staff', { check: () => ({ id: 1 }) })
    const owner = defineAccess('owner', { check: () => ({ id: 2 }) })
    const stock = route('GET /stock', {}, () => 1)
    const inner = module({ name: 'inner', path: '/inner', defaults: { access: owner }, routes: [stock] })
    const outer = module({
      name: 'outer',
      defaults: { access: staff },
      routes: [inner, stock, route('GET /open', { access: 'public' }, () => 1)],
    })
    const { routes } = module({ name: 'around', routes: [outer, route('GET /nobody', {}, () => 1)] })
    expect(routes.map(({ path, spec }) => [path, spec.access])).toEqual([
      ['/inner/stock', owner],
      ['/stock', staff],
      ['/open', 'public'],
      ['/nobody', undefined],
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
