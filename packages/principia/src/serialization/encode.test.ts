import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { route } from '../routing/index.ts'
import { t, type Schema, type Static } from '../validation/index.ts'
import { compileEncoder, ResponseMismatch, writeJson } from './encode.ts'

const User = t.Object({ id: t.String(), name: t.Optional(t.String()) })
const row = { id: '1', name: 'Ada', password: 'hunter2' }
const Tree = t.Cyclic({ Node: t.Object({ id: t.String(), kids: t.Array(t.Ref('Node')) }) }, 'Node')
const Cat = t.Object({ kind: t.Literal('cat'), lives: t.Integer() })
const Dog = t.Object({ kind: t.Literal('dog'), name: t.String() })

const encode = async (schema: Schema, value: unknown): Promise<unknown> =>
  JSON.parse(String(await compileEncoder(schema)(value)))

describe('an answer', () => {
  it.each<[string, Schema, unknown, unknown]>([
    ['an object', User, row, { id: '1', name: 'Ada' }],
    ['without an optional member', User, { id: '1', x: 1 }, { id: '1' }],
    [
      'a list',
      t.Array(User),
      [row, row],
      [
        { id: '1', name: 'Ada' },
        { id: '1', name: 'Ada' },
      ],
    ],
    ['an object within', t.Object({ user: User }), { user: row, x: 1 }, { user: { id: '1', name: 'Ada' } }],
    ['a tuple', t.Tuple([User, t.Number()]), [row, 1], [{ id: '1', name: 'Ada' }, 1]],
    ['a record', t.Record(t.String(), User), { ada: row }, { ada: { id: '1', name: 'Ada' } }],
    [
      'an object that says what else',
      t.Object({ n: t.Number() }, { additionalProperties: User }),
      { n: 1, ada: row },
      { n: 1, ada: { id: '1', name: 'Ada' } },
    ],
    [
      'an intersection',
      t.Intersect([User, t.Object({ age: t.Number() })]),
      { ...row, age: 5 },
      { id: '1', name: 'Ada', age: 5 },
    ],
    [
      'an intersection with a union',
      t.Intersect([User, t.Union([Cat, Dog])]),
      { ...row, kind: 'cat', lives: 9 },
      { id: '1', name: 'Ada', kind: 'cat', lives: 9 },
    ],
    [
      'a union told apart by a constant',
      t.Union([Cat, Dog]),
      { kind: 'dog', name: 'Rex', lives: 9 },
      { kind: 'dog', name: 'Rex' },
    ],
    ['a union with null', t.Union([t.Null(), User]), row, { id: '1', name: 'Ada' }],
    ['a union with text', t.Union([t.String(), t.Object({})]), row, {}],
    ['a union with a list', t.Union([t.Array(User), User]), [row], [{ id: '1', name: 'Ada' }]],
    [
      'a union of a smaller and a larger',
      t.Union([t.Object({ id: t.String() }), User]),
      row,
      { id: '1', name: 'Ada' },
    ],
    [
      'a tree',
      Tree,
      { id: '1', kids: [{ id: '2', kids: [], secret: 1 }] },
      { id: '1', kids: [{ id: '2', kids: [] }] },
    ],
    ['an object that is open', t.Object({ id: t.String() }, { additionalProperties: true }), row, row],
    ['anything', t.Unknown(), row, row],
    ['of zod', z.object({ id: z.string() }), row, { id: '1' }],
  ])('%s carries what is declared and nothing else', async (_name, schema, value, sent) => {
    expect(await encode(schema, value)).toEqual(sent)
  })

  it.each<[string, Schema, unknown, string]>([
    ['of the wrong type', User, { id: 5 }, '/id must be a string'],
    ['with a member missing', User, { name: 'x' }, '/id is required'],
    ['that is nothing', User, undefined, 'the body must be an object'],
    ['that is null', User, null, 'the body must be an object'],
    ['that is none of a union', t.Union([Cat, Dog]), { kind: 'cow' }, 'none of the accepted forms'],
    [
      'that is wrong deep within',
      t.Object({ list: t.Array(User) }),
      { list: [row, { id: 1 }] },
      '/list/1/id must be a string',
    ],
    ['of zod', z.object({ id: z.string() }), {}, '/id'],
  ])('%s is a fault of the program', async (_name, schema, value, why) => {
    const sent = encode(schema, value)
    await expect(sent).rejects.toBeInstanceOf(ResponseMismatch)
    await expect(sent).rejects.toThrow(why)
  })

  it.each([
    ['a function', () => undefined],
    ['nothing', undefined],
    ['a bigint', 10n],
  ])('without a schema cannot be %s', (_name, value) => {
    expect(() => writeJson(value)).toThrow(TypeError)
  })

  const At = t.Object({ at: t.String({ format: 'date-time' }) })
  const Seen = t.Object({ id: t.String(), seen: t.Union([t.String({ format: 'date-time' }), t.Null()]) })
  const noon = new Date('2027-01-02T12:00:00Z')

  it.each<[string, Schema, unknown, unknown]>([
    ['a member', At, { at: noon }, { at: '2027-01-02T12:00:00.000Z' }],
    ['beside what is not declared', At, { at: noon, x: 1 }, { at: '2027-01-02T12:00:00.000Z' }],
    ['one that may be null', Seen, { id: '1', seen: noon }, { id: '1', seen: '2027-01-02T12:00:00.000Z' }],
    ['in a list', t.Array(At), [{ at: noon }], [{ at: '2027-01-02T12:00:00.000Z' }]],
    ['in what may be null', t.Union([At, t.Null()]), { at: noon, x: 1 }, { at: '2027-01-02T12:00:00.000Z' }],
    ['in one of several', t.Union([At, Cat]), { kind: 'cat', lives: 9, at: noon }, { kind: 'cat', lives: 9 }],
    ['the whole', t.String({ format: 'date-time' }), noon, '2027-01-02T12:00:00.000Z'],
  ])('carries a Date as text where it is %s', async (_name, schema, value, sent) => {
    expect(await encode(schema, value)).toEqual(sent)
  })

  it.each<[string, Schema, unknown]>([
    ['no moment', At, { at: new Date(Number.NaN) }],
    ['to be a day, which depends on where', t.Object({ on: t.String({ format: 'date' }) }), { on: noon }],
    ['to be a number', t.Object({ at: t.Number() }), { at: noon }],
  ])('is a fault of the program where a Date is %s', async (_name, schema, value) => {
    await expect(encode(schema, value)).rejects.toBeInstanceOf(ResponseMismatch)
  })

  it('may be given as a Date by the type of a date-time, which stays text for everybody else', () => {
    const at = route(
      'GET /at',
      { access: 'public', query: At, responses: { 200: t.Array(At), 404: null } },
      (context) => {
        expectTypeOf(context.query.at).toEqualTypeOf<string>()
        return [{ at: noon }, { at: context.query.at }]
      },
    )
    expectTypeOf<Static<typeof At>>().toEqualTypeOf<{ at: string }>()
    route('GET /', { access: 'public', responses: { 200: t.Object({ at: t.String() }) } }, () => ({
      // @ts-expect-error -- text that is no moment
      at: noon,
    }))
    expect(at.path).toBe('/at')
  })

  it('leaves what the handler gave untouched', async () => {
    const given = Object.freeze({ id: '1', nested: Object.freeze({ x: 1 }) })
    const Schema = t.Object({ id: t.String(), size: t.Optional(t.Integer({ default: 5 })) })
    expect(await encode(Schema, given)).toEqual({ id: '1' })
    expect(given).toEqual({ id: '1', nested: { x: 1 } })
  })

  it('never carries a member that no part of its schema names', () => {
    const leaf = fc.constantFrom<Schema>(t.String(), t.Number(), t.Null())
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
    const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(names, tie('schema'))
          .map(([own, child]) =>
            t.Object(Object.fromEntries(own.map((name) => [name, t.Optional(child as never)]))),
          ),
        tie('schema').map((child) => t.Array(child as never)),
        fc.tuple(tie('schema'), tie('schema')).map(([one, other]) => t.Union([one as never, other as never])),
      ),
    }))
    const value = fc.jsonValue({ stringUnit: fc.constantFrom('a', 'b', 'c', 'x') })
    fc.assert(
      fc.property(schema, value, (own, given) => {
        let sent: string
        try {
          sent = compileEncoder(own)(given) as string
        } catch (error) {
          expect(error).toBeInstanceOf(ResponseMismatch)
          return
        }
        JSON.parse(sent, (name, member) => {
          if (!/^([abc]?|\d+)$/.test(name))
            throw new Error(`${name} is not declared in ${JSON.stringify(own)}`)
          return member
        })
      }),
      { numRuns: 300 },
    )
  })
})
