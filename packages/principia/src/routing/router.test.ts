import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { decodePath } from './path.ts'
import { parsePattern, type Segment } from './pattern.ts'
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
    const word = fc.constantFrom('a', 'b', 'c', '1', '22')
    const segment = fc.oneof(word, fc.constantFrom(':p', ':q', '*', ':n(\\d+)', ':w([a-b])'))
    const pattern = fc
      .tuple(fc.array(segment, { maxLength: 4 }), fc.constantFrom([], ['**']))
      .map(
        ([segments, rest]) =>
          `/${[...segments, ...rest].map((text, at) => text.replace(/^:\w/, `$&${at}`)).join('/')}`,
      )
    const route = fc.tuple(fc.constantFrom('GET', 'POST'), pattern)
    const path = fc
      .array(fc.oneof(word, fc.constantFrom('', 'z')), { maxLength: 5 })
      .map((segments) => `/${segments.join('/')}`)
    fc.assert(
      fc.property(
        fc.array(route, { maxLength: 12 }),
        fc.array(path, { minLength: 5, maxLength: 5 }),
        (routes, paths) => {
          const own = createRouter<string>()
          const known: { method: string; pattern: string; segments: Segment[] }[] = []
          for (const [method, text] of routes) {
            if (own.add(method, text, `${method} ${text}`) === undefined)
              known.push({ method, pattern: text, segments: parsePattern(text) })
          }
          for (const one of paths) {
            const found = own.find('GET', one)
            const target = found.kind === 'match' ? found.target : undefined
            const allow = found.kind === 'method-not-allowed' ? found.allow : []
            expect({ path: one, target, allow }).toEqual({ path: one, ...naively(known, one) })
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  /** Every pattern is tried; of those that match the most specific, compared segment by segment, wins. */
  function naively(known: { method: string; pattern: string; segments: Segment[] }[], path: string) {
    const segments = decodePath(path) ?? []
    const matching = known.filter((route) => matches(route.segments, segments))
    const [best] = matching
      .filter(({ method }) => method === 'GET')
      .toSorted((a, b) => compare(a.segments, b.segments))
    if (best !== undefined) return { target: `GET ${best.pattern}`, allow: [] }
    return { target: undefined, allow: [...new Set(matching.map(({ method }) => method))].toSorted() }
  }

  function matches(pattern: readonly Segment[], path: readonly string[]): boolean {
    if (pattern.length === 0) return path.length === 1 && path[0] === ''
    const rest = pattern.at(-1)?.kind === 'rest'
    const heads = rest ? pattern.slice(0, -1) : pattern
    if (rest ? path.length < pattern.length : path.length !== pattern.length) return false
    if (rest && path[heads.length] === '') return false
    return heads.every((segment, at) => {
      const text = path[at] ?? ''
      if (segment.kind === 'static') return segment.text === text
      return text !== '' && (segment.kind !== 'constrained' || segment.test.test(text))
    })
  }

  const RANK = { static: 0, constrained: 1, param: 2, wildcard: 2, rest: 3 }
  function compare(a: readonly Segment[], b: readonly Segment[]): number {
    for (const [at, one] of a.entries()) {
      const other = b[at]
      if (other === undefined) return -1
      if (RANK[one.kind] !== RANK[other.kind]) return RANK[one.kind] - RANK[other.kind]
    }
    return a.length - b.length
  }

  it.each([10, 1000, 10_000])('looks at as many nodes among %i routes as among one', (count) => {
    const own = createRouter<string>()
    for (let index = 0; index < count; index++) {
      own.add('GET', `/api/resource${index}/:id`, 'leaf')
      own.add('GET', `/api/resource${index}/:id/items/:item`, 'leaf')
      own.add('GET', `/static${index}`, 'leaf')
    }
    expect(lookUps(() => own.find('GET', `/api/resource${count - 1}/7/items/8`))).toBe(STEPS_TO_ITEM)
    expect(lookUps(() => own.find('GET', `/static${count - 1}`))).toBe(2)
    expect(lookUps(() => own.find('GET', '/api/nothing/7/items/8'))).toBeLessThan(STEPS_TO_ITEM * 2)
  })

  /** One in the map of whole paths, one per static segment or candidate, one in the leaf. */
  const STEPS_TO_ITEM = 6

  /** Counts look-ups in maps: the only steps of the search whose number could grow. */
  function lookUps(search: () => void): number {
    const get = vi.spyOn(Map.prototype, 'get')
    search()
    const count = get.mock.calls.length
    get.mockRestore()
    return count
  }
})
