import { describe, expect, it } from 'vitest'
import { compileSchema, type Failure } from '../validation/index.ts'
import { applyJsonPatch, JsonPatch, type PatchOperation } from './json-patch.ts'
import { applyMergePatch } from './merge-patch.ts'

describe('a JSON Merge Patch (RFC 7396)', () => {
  // The examples of its appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes of %j with %j: %j', (target, patch, expected) => {
    const before = structuredClone(target)
    expect(applyMergePatch(target, patch)).toEqual(expected)
    expect(target).toEqual(before)
  })
})

describe('a JSON Patch (RFC 6902)', () => {
  const cases: [name: string, target: unknown, operations: PatchOperation[], expected: unknown][] = [
    [
      'adds a member',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz', value: 'qux' }],
      { foo: 'bar', baz: 'qux' },
    ],
    ['adds into a list', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    ['appends', { a: [1] }, [{ op: 'add', path: '/a/-', value: [2] }], { a: [1, [2]] }],
    ['removes a member', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    ['removes from a list', { a: [1, 2, 3] }, [{ op: 'remove', path: '/a/1' }], { a: [1, 3] }],
    ['replaces', { a: 1 }, [{ op: 'replace', path: '/a', value: { b: 2 } }], { a: { b: 2 } }],
    ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: [] }], []],
    ['moves', { a: { x: 1 }, b: {} }, [{ op: 'move', from: '/a/x', path: '/b/y' }], { a: {}, b: { y: 1 } }],
    [
      'moves within a list',
      { a: [1, 2, 3, 4] },
      [{ op: 'move', from: '/a/1', path: '/a/3' }],
      { a: [1, 3, 4, 2] },
    ],
    ['moves to where it is', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
    ['copies', { a: [1], b: 0 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: [1], b: [1] }],
    [
      'tests deeply',
      { a: { b: [1, { c: null }] } },
      [{ op: 'test', path: '/a', value: { b: [1, { c: null }] } }],
      { a: { b: [1, { c: null }] } },
    ],
    [
      'unescapes ~1 before ~0',
      { '/': 9, '~1': 10 },
      [{ op: 'test', path: '/~01', value: 10 }],
      { '/': 9, '~1': 10 },
    ],
    ['sees null as a value', { a: null }, [{ op: 'replace', path: '/a', value: 1 }], { a: 1 }],
    ['takes an empty name', { '': 1 }, [{ op: 'replace', path: '/', value: 2 }], { '': 2 }],
  ]
  it.each(cases)('%s', (_name, target, operations, expected) => {
    const before = structuredClone(target)
    expect(applyJsonPatch(target, operations)).toEqual({ ok: true, value: expected })
    expect(target).toEqual(before)
  })

  const refused: [name: string, target: unknown, operations: PatchOperation[], at: number, why: RegExp][] = [
    ['a parent that is missing', {}, [{ op: 'add', path: '/a/b', value: 1 }], 0, /nothing at "\/a"/],
    ['a member that is missing', { a: 1 }, [{ op: 'remove', path: '/b' }], 0, /nothing at "\/b"/],
    ['a replaced member that is missing', {}, [{ op: 'replace', path: '/b', value: 1 }], 0, /nothing at/],
    ['an index behind the end', { a: [1] }, [{ op: 'add', path: '/a/2', value: 1 }], 0, /not a place/],
    [
      'an index with a zero before it',
      { a: [1, 2] },
      [{ op: 'add', path: '/a/01', value: 1 }],
      0,
      /not a place/,
    ],
    [
      'a test that fails',
      { a: 1 },
      [
        { op: 'replace', path: '/a', value: 2 },
        { op: 'test', path: '/a', value: 1 },
      ],
      1,
      /is another/,
    ],
    ['a number against its text', { a: 10 }, [{ op: 'test', path: '/a', value: '10' }], 0, /is another/],
    ['a move into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }], 0, /into itself/],
    [
      'a way into a prototype',
      {},
      [{ op: 'add', path: '/constructor/prototype/x', value: 1 }],
      0,
      /nothing at/,
    ],
    ['a member named __proto__', {}, [{ op: 'add', path: '/__proto__', value: {} }], 0, /__proto__/],
    ['members of a text', { a: 'x' }, [{ op: 'add', path: '/a/length', value: 1 }], 0, /holds no members/],
    ['removing "-"', { a: [1] }, [{ op: 'remove', path: '/a/-' }], 0, /nothing at/],
  ]
  it.each(refused)('fails as a whole for %s', (_name, target, operations, at, why) => {
    const before = structuredClone(target)
    const patched = applyJsonPatch(target, operations)
    expect(patched).toMatchObject({ ok: false, failure: { operation: at, why: expect.stringMatching(why) } })
    expect(target).toEqual(before)
  })

  it('that copies itself again and again is stopped', () => {
    const double = Array.from({ length: 60 }, (): PatchOperation => ({ op: 'copy', from: '', path: '/-' }))
    expect(applyJsonPatch([1], double)).toMatchObject({
      ok: false,
      failure: { why: 'makes the document too large' },
    })
  })
})

describe('the schema of a JSON Patch', () => {
  const check = compileSchema(JsonPatch, 'body')
  const accepts = (document: unknown) => {
    const failures: Failure[] = []
    check(document, failures)
    return failures.length === 0
  }
  const at = (path: string) => [{ op: 'remove', path }]

  it.each(['', '/', '/a', '/a/b', '//', '/a~0b~1', '/~1~0/é', '/-', '/a b', '/\n'])('takes %j', (path) => {
    expect(accepts(at(path))).toBe(true)
  })

  it.each(['a', '/~', '/a~2', '/a/~', '#/a', '/~~1'])('refuses %j', (path) => {
    expect(accepts(at(path))).toBe(false)
  })

  it('refuses what is nearly a pointer in as many steps as it has characters', () => {
    // With steps that double with each slash this would not come back within the age of the universe.
    for (const text of ['/', '/a', '/~0']) {
      expect(accepts(at(`${text.repeat(1000 / text.length - 1)}~`))).toBe(false)
    }
    expect(accepts(at(`${'/'.repeat(1000)}~`))).toBe(false)
  })

  it('leaves members that an operation does not have alone (RFC 6902 section 4, appendix A.11)', () => {
    expect(accepts([{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }])).toBe(true)
    expect(accepts([{ op: 'remove', path: '/a', value: null, from: 7 }])).toBe(true)
    expect(accepts([{ op: 'move', path: '/a' }])).toBe(false)
  })
})
