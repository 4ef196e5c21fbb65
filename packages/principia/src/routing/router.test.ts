import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createNaiveRouter } from './fixtures/naive-router.ts'
import { createRouter, type Found } from './router.ts'

function routerOf(...routes: string[]) {
  const router = createRouter<string>()
  for (const route of routes) {
    const [method = '', pattern = ''] = route.split(' ')
    expect(router.add(method, pattern, route)).toBeUndefined()
  }
  return router
}

/** The answer in a line: the pattern and what it captured, the methods, or why not. */
function show(found: Found<string>): string {
  if (found.kind === 'match') {
    const params = Object.entries(found.params).map(([name, value]) => ` ${name}=${value}`)
    return found.target.split(' ')[1] + params.join('')
  }
  return found.kind === 'method-not-allowed' ? `Allow ${found.allow.join(',')}` : found.kind
}

describe('the router', () => {
  const router = routerOf(
    'GET /',
    'GET /users',
    'POST /users',
    'GET /users/me',
    'GET /users/:id(\\d+)',
    'GET /users/:name',
    'DELETE /users/:any',
    'GET /users/:id(\\d+)/posts',
    'GET /users/:name/posts/:post',
    'GET /users/:name/**:rest',
    'GET /files/**:path',
    'PUT /files/readme',
    'GET /*/settings',
    'GET /a/b/c',
    'GET /a/:x/d',
    'GET /:y/b/e',
    'GET /über',
    'GET /hex/:first([0-9a-f]+)',
    'GET /hex/:second(\\d+)',
  )

  it.each([
    // Priority: static, constrained, parameter or wildcard, the rest.
    ['GET', '/', '/'],
    ['GET', '/users', '/users'],
    ['GET', '/users/me', '/users/me'],
    ['GET', '/users/42', '/users/:id(\\d+) id=42'],
    ['GET', '/users/ada', '/users/:name name=ada'],
    ['GET', '/users/42x', '/users/:name name=42x'],
    ['GET', '/users/42/posts', '/users/:id(\\d+)/posts id=42'],
    // Of constrained parameters the one defined first.
    ['GET', '/hex/12', '/hex/:first([0-9a-f]+) first=12'],
    // Stepping back out of a branch that leads nowhere.
    ['GET', '/users/42/posts/1', '/users/:name/posts/:post name=42 post=1'],
    ['GET', '/users/42/photos', '/users/:name/**:rest name=42 rest=photos'],
    ['GET', '/a/b/c', '/a/b/c'],
    ['GET', '/a/b/d', '/a/:x/d x=b'],
    ['GET', '/a/b/e', '/:y/b/e y=a'],
    ['GET', '/a/settings', '/*/settings'],
    // The rest is one segment at least, never begins with a slash, and has none that was encoded.
    ['GET', '/files/a', '/files/**:path path=a'],
    ['GET', '/files/a/b//c/', '/files/**:path path=a/b//c/'],
    ['GET', '/files//etc/passwd', 'not-found'],
    ['GET', '/files/a%2Fb/c', 'not-found'],
    ['GET', '/files/a%252Fb/c', '/files/**:path path=a%2Fb/c'],
    ['GET', '/files', 'not-found'],
    ['GET', '/files/', 'not-found'],
    // A method that lives on a less specific pattern is found there.
    ['DELETE', '/users/me', '/users/:any any=me'],
    ['GET', '/files/readme', '/files/**:path path=readme'],
    ['PUT', '/files/readme', '/files/readme'],
    // Every pattern that matches the path counts for Allow.
    ['PATCH', '/users/me', 'Allow DELETE,GET'],
    ['POST', '/files/readme', 'Allow GET,PUT'],
    ['DELETE', '/users', 'Allow GET,POST'],
    // Nothing is forgiven: case, slashes, empty segments.
    ['GET', '/Users', 'not-found'],
    ['GET', '/users/', 'not-found'],
    ['GET', '//users', 'not-found'],
    ['GET', '/nowhere', 'not-found'],
    // The canonical form decides.
    ['GET', '/%75sers', '/users'],
    ['GET', '/%C3%BCber', '/über'],
    ['GET', '/users%2Fme', 'not-found'],
    ['GET', '/users/a%2Fb', '/users/:name name=a/b'],
    ['GET', '/users/%', 'malformed'],
    ['GET', '/users/../users', 'malformed'],
  ])('%s %s: %s', (method, path, expected) => {
    expect(show(router.find(method, path))).toBe(expected)
  })

  it('gives back the target that answers the same requests already', () => {
    const own = routerOf('GET /a/:x', 'GET /b')
    expect(own.add('GET', '/a/:other', 'new')).toBe('GET /a/:x')
    expect(own.add('GET', '/a/*', 'new')).toBe('GET /a/:x')
    expect(own.add('GET', '/b', 'new')).toBe('GET /b')
    expect(own.add('POST', '/a/:x', 'new')).toBeUndefined()
    expect(show(own.find('GET', '/a/1'))).toBe('/a/:x x=1')
  })

  it('captures names that objects have already', () => {
    const { params } = routerOf('GET /:__proto__/:constructor').find('GET', '/x/y') as {
      params: Record<string, string>
    }
    expect(Object.entries(params)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })

  it('finds what a naive search through every pattern finds', () => {
    const word = fc.constantFrom('a', 'b', 'ab', 'ü', '.a', '1', '22')
    const segment = fc.oneof(word, fc.constantFrom(':p', ':q', '*', ':n(\\d+)', ':w([a-b]+)', ':s(.*/.*)'))
    const pattern = fc
      .tuple(fc.array(segment, { maxLength: 4 }), fc.constantFrom([], ['**'], ['**:rest']))
      .map(
        ([segments, rest]) =>
          `/${[...segments, ...rest].map((text, at) => text.replace(/^:\w/, `$&${at}`)).join('/')}`,
      )
    const route = fc.tuple(fc.constantFrom('GET', 'POST', 'PUT'), pattern)
    const sent = fc.constantFrom(
      '',
      'z',
      '%61',
      'a%2Fb',
      '%2F',
      '%C3%BC',
      '%',
      '.',
      '..',
      '%2e',
      '%00',
      'a%20b',
      '%252F',
    )
    const path = fc
      .array(fc.oneof(word, { arbitrary: sent, weight: 1 }), { maxLength: 5 })
      .map((segments) => `/${segments.join('/')}`)
    fc.assert(
      fc.property(
        fc.array(route, { maxLength: 12 }),
        fc.array(path, { minLength: 8, maxLength: 8 }),
        (routes, paths) => {
          const own = createRouter<string>()
          const naive = createNaiveRouter<string>()
          for (const [method, text] of routes) {
            if (own.add(method, text, `${method} ${text}`) === undefined)
              naive.add(method, text, `${method} ${text}`)
          }
          for (const one of paths)
            expect([one, plain(own.find('GET', one))]).toEqual([one, plain(naive.find('GET', one))])
        },
      ),
      { numRuns: 2000 },
    )
  })

  /** Parameters are objects without a prototype; what they hold is compared. */
  function plain(found: Found<string>): object {
    return found.kind === 'match' ? { ...found, params: { ...found.params } } : found
  }

  it.each([10, 1000, 10_000])('reads as many characters among %i routes as among ten', (count) => {
    const own = createRouter<string>()
    const nameOf = (index: number) => String(index).padStart(5, '0')
    for (let index = 0; index < count; index++) {
      own.add('GET', `/api/resource${nameOf(index)}/:id`, 'leaf')
      own.add('GET', `/api/resource${nameOf(index)}/:id/items/:item`, 'leaf')
      own.add('GET', `/static${nameOf(index)}`, 'leaf')
    }
    const last = nameOf(count - 1)
    // Every character once, and each place where a fixed text ends once more.
    expect(readsOf(() => own.find('GET', `/api/resource${last}/7/items/8`))).toBeLessThanOrEqual(40)
    expect(readsOf(() => own.find('GET', `/static${last}`))).toBeLessThanOrEqual(16)
    expect(readsOf(() => own.find('GET', '/api/nothing/7/items/8'))).toBeLessThanOrEqual(40)
  })

  /** Counts the characters that are looked at: the only steps of the search whose number could grow. */
  function readsOf(search: () => void): number {
    search() // The first look-up prepares the tables.
    const read = vi.spyOn(String.prototype, 'charCodeAt')
    search()
    const count = read.mock.calls.length
    read.mockRestore()
    return count
  }
})
