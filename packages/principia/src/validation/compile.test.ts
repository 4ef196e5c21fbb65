import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { compileDeclared, compileSchema, t, type Failure, type Schema } from './index.ts'

function check(schema: Schema, value: unknown) {
  const failures: Failure[] = []
  const result = compileSchema(schema, 'body')(value, failures)
  return { result, failures: failures.map(({ pointer, message }) => `${pointer} ${message}`) }
}

const Line = t.Object({ sku: t.String({ minLength: 1 }), quantity: t.Integer({ minimum: 1 }) })
const Order = t.Object({
  email: t.String({ format: 'email' }),
  state: t.Union([t.Literal('new'), t.Literal('paid')]),
  lines: t.Array(Line, { maxItems: 3 }),
  note: t.Optional(t.String({ maxLength: 5, pattern: '^[a-z]*$' })),
})
const order = { email: 'a@example.org', state: 'new', lines: [{ sku: 'x', quantity: 1 }] }

describe('a schema made with t', () => {
  it('accepts what fits, as it is', () => {
    expect(check(Order, order)).toEqual({ result: order, failures: [] })
  })

  it.each([
    [{ email: 5 }, ['/email must be a string']],
    [{ email: 'nobody' }, ['/email must be an email']],
    [{ state: 'lost' }, ['/state must be one of "new", "paid"']],
    [{ lines: {} }, ['/lines must be an array']],
    [{ lines: [{ sku: '', quantity: 1 }] }, ['/lines/0/sku must not be empty']],
    [
      { lines: [{ quantity: 1 }, { sku: 'x' }] },
      ['/lines/0/sku is required', '/lines/1/quantity is required'],
    ],
    [{ lines: [{ sku: 'x', quantity: 1, price: 0 }] }, ['/lines/0/price is not a known field']],
    [{ note: 'aaaaaaa' }, ['/note must have at most 5 characters']],
    [{ note: 'A' }, ['/note is not in the expected form']],
    [{ 'a/b~c': 1 }, ['/a~1b~0c is not a known field']],
    [{ x: 1, y: 2 }, ['/x is not a known field', '/y is not a known field']],
  ])('%j is refused with a sentence for the field', (change, failures) => {
    expect(check(Order, { ...order, ...change }).failures).toEqual(failures)
  })

  it.each([[null], [[]], ['x'], [5], [undefined]])('%j is not an object', (value) => {
    expect(check(Order, value)).toEqual({ result: undefined, failures: [' must be an object'] })
  })

  it('lists a hundred failures at most', () => {
    const unknown = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, 1]))
    expect(check(Order, { ...order, ...unknown }).failures).toHaveLength(100)
    expect(check(t.Array(t.String()), Array(1000).fill(1)).failures).toHaveLength(100)
  })

  it('never refuses without a reason, even where the compiler only names branches of a union', () => {
    const Wide = t.Object(
      Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`f${index}`, t.String()])),
    )
    const { result, failures } = check(
      t.Object({ list: t.Array(t.Union([Wide, t.Object({ ...Wide.properties, z: t.Null() })])) }),
      {
        list: [Object.fromEntries(Object.keys(Wide.properties).map((name) => [name, 1]))],
      },
    )
    expect(result).toBeUndefined()
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatch(/^\/list\/0 /)
  })

  it('fills in the defaults of the branch that the constants of the value choose', () => {
    const create = t.Object({ op: t.Literal('create'), size: t.Integer({ default: 10 }) })
    const remove = t.Object({ op: t.Literal('remove'), force: t.Boolean({ default: false }) })
    const validate = compileSchema(t.Array(t.Union([create, remove])), 'body')
    expect(validate([{ op: 'create' }, { op: 'remove' }, { op: 'create', size: 1 }], [])).toEqual([
      { op: 'create', size: 10 },
      { op: 'remove', force: false },
      { op: 'create', size: 1 },
    ])
  })

  it('fills in defaults, in objects and lists at every depth', () => {
    const Settings = t.Object({
      size: t.Integer({ default: 10 }),
      tags: t.Array(t.String(), { default: [] }),
      deep: t.Object({ on: t.Boolean({ default: true }) }),
      list: t.Array(t.Object({ n: t.Integer({ default: 1 }) })),
    })
    const validate = compileSchema(Settings, 'body')
    const first = validate({ deep: {}, list: [{}, { n: 5 }] }, []) as { tags: string[] }
    expect(first).toEqual({ size: 10, tags: [], deep: { on: true }, list: [{ n: 1 }, { n: 5 }] })
    first.tags.push('mine')
    expect(validate({ deep: {}, list: [] }, [])).toMatchObject({ tags: [] })
    expect(check(Settings, { size: null, deep: {}, list: [] }).failures).toEqual(['/size must be an integer'])
  })

  it('adds nothing to a value of our own', () => {
    const declared = compileDeclared(t.Object({ size: t.Optional(t.Integer({ default: 10 })) }), 'response')
    const frozen = Object.freeze({})
    expect(declared.fits(frozen)).toBe(true)
    expect(declared.explain({ more: 1 })).toEqual([
      { in: 'response', pointer: '/more', message: 'is not a known field' },
    ])
  })
})

describe('a Standard Schema', () => {
  it('of zod: accepted, transformed, refused with the place of each issue', () => {
    const schema = z.strictObject({
      n: z.coerce.number().max(5),
      list: z.array(z.object({ 'a/b': z.string() })),
    })
    expect(check(schema, { n: '4', list: [] }).result).toEqual({ n: 4, list: [] })
    const { result, failures } = check(schema, { n: 9, list: [{ 'a/b': 1 }], x: 1 })
    expect(result).toBeUndefined()
    expect(failures.map((failure) => failure.split(' ')[0])).toEqual(['/n', '/list/0/a~1b', ''])
  })

  const even: StandardSchemaV1<unknown, number> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: async (value) =>
        typeof value === 'number' && value % 2 === 0
          ? { value: value * 10 }
          : {
              issues: [
                { message: 'is odd', path: ['list', { key: 0 }, Symbol.for('s')] },
                { message: 'as a whole' },
              ],
            },
    },
  }

  it('written by hand, and answering later', async () => {
    const failures: Failure[] = []
    const validate = compileSchema(even, 'query')
    expect(await validate(4, failures)).toBe(40)
    expect(failures).toEqual([])
    expect(await validate(5, failures)).toBeUndefined()
    expect(failures).toEqual([
      { in: 'query', pointer: '/list/0/Symbol(s)', message: 'is odd' },
      { in: 'query', pointer: '', message: 'as a whole' },
    ])
  })
})

it('a schema is looked through once, however often it is compiled', () => {
  let looks = 0
  const schema = new Proxy(t.Object({ name: t.String() }), {
    ownKeys(target) {
      looks++
      return Reflect.ownKeys(target)
    },
  })
  expect(compileSchema(schema, 'body')({ name: 'a' }, [])).toEqual({ name: 'a' })
  const once = looks
  expect(once).toBeGreaterThan(0)
  expect(compileSchema(schema, 'query')({ name: 'a' }, [])).toEqual({ name: 'a' })
  expect(compileDeclared(schema, 'response').fits({ name: 'a' })).toBe(true)
  expect(looks).toBe(once)
})
