import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRouter, parseQuery } from '../routing/index.ts'
import { expandPath, toQuery } from './address.ts'

describe('the path of a call', () => {
  it.each([
    ['/', {}, '/'],
    ['/notes', {}, '/notes'],
    ['/notes/:id', { id: 7 }, '/notes/7'],
    ['/notes/:id/lines/:line', { id: 'a b', line: 'c/d' }, '/notes/a%20b/lines/c%2Fd'],
    ['/notes/:id(\\d+)', { id: 7n }, '/notes/7'],
    ['/v/:id((?:a|b)/c)/x', { id: 'a' }, '/v/a/x'],
    ['/v/:id(\\(\\d+\\))', { id: '(1)' }, '/v/(1)'],
    ['/files/**:path', { path: 'a/b c/d' }, '/files/a/b%20c/d'],
    ['/days/:day', { day: new Date('2028-02-29T12:00:00Z') }, '/days/2028-02-29T12%3A00%3A00.000Z'],
  ])('of %s with %o is %s', (pattern, params, path) => {
    expect(expandPath(pattern, params)).toBe(path)
  })

  it.each([
    ['/notes/:id', {}, 'needs the parameter "id"'],
    ['/notes/:id', { id: '' }, 'no address can carry'],
    ['/notes/:id', { id: '..' }, 'no address can carry'],
    ['/files/**:path', { path: 'a/../b' }, 'no address can carry'],
    ['/notes/:id', { id: { a: 1 } }, 'give text or a number'],
    ['/any/*', {}, 'without a name'],
    ['/any/**', {}, 'without a name'],
  ])('of %s with %o is refused', (pattern, params, why) => {
    expect(() => expandPath(pattern, params)).toThrow(why)
  })

  it('leads the router to the same parameters, whatever they are', () => {
    const router = createRouter<string>()
    router.add('GET', '/a/:one/b/**:rest', 'found')
    const segment = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((text) => text.isWellFormed() && !/[\p{Cc}]|^\.{1,2}$/u.test(text))
    const rest = fc
      .array(
        segment.filter((text) => !text.includes('/')),
        { minLength: 1 },
      )
      .map((list) => list.join('/'))
    fc.assert(
      fc.property(segment, rest, (one, tail) => {
        const path = expandPath('/a/:one/b/**:rest', { one, rest: tail })
        expect(router.find('GET', path)).toMatchObject({ params: { one, rest: tail } })
      }),
    )
  })
})

describe('the query of a call', () => {
  it('says nothing where there is nothing to say', () => {
    expect(toQuery({ a: undefined, b: [] })).toBe('')
  })

  it('is read as it was meant, whatever is in it', () => {
    const values = fc.dictionary(fc.string({ minLength: 1 }), fc.string())
    fc.assert(
      fc.property(values, (given) => {
        const known = Object.fromEntries(
          Object.entries(given).filter(([name]) => !/\0/.test(name + given[name])),
        )
        expect({ ...parseQuery(toQuery(known).slice(1)) }).toEqual(known)
      }),
    )
  })
})
