import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { expect, it } from 'vitest'
import { closeObjects } from './close.ts'
import { compileExplain } from './explain.ts'
import { toFailures } from './messages.ts'
import { t } from './index.ts'

const schema = closeObjects(
  t.Object({
    name: t.String({ minLength: 1, maxLength: 3 }),
    age: t.Optional(t.Integer({ minimum: 0 })),
    kind: t.Union([t.Literal('a'), t.Literal('b')]),
    'a/b~c': t.Optional(t.Boolean()),
    list: t.Array(t.Object({ n: t.Number(), note: t.Optional(t.Union([t.String(), t.Null()])) }), {
      minItems: 1,
      maxItems: 3,
    }),
  }) as never,
)
const compiled = Compile(schema as never)

const anything = fc.anything({ maxDepth: 2 })
const object = fc.record(
  {
    name: fc.oneof(fc.string({ maxLength: 5 }), anything),
    age: fc.oneof(fc.integer({ min: -2, max: 2 }), anything),
    kind: fc.constantFrom('a', 'b', 'c', 1),
    'a/b~c': fc.oneof(fc.boolean(), anything),
    list: fc.array(
      fc.record({ n: fc.oneof(fc.double(), anything), note: anything, more: anything }, { requiredKeys: [] }),
      {
        maxLength: 5,
      },
    ),
    unknown: anything,
  },
  { requiredKeys: [] },
)

it('finds a mistake in exactly the values that the schema refuses, and the places that its compiler finds', () => {
  const explain = compileExplain(schema, 'body')
  fc.assert(
    fc.property(fc.oneof(object, anything), (raw) => {
      let value: unknown
      try {
        value = JSON.parse(JSON.stringify(raw) ?? 'null')
      } catch {
        return
      }
      if (compiled.Check(value)) return
      const places = (failures: readonly { pointer: string }[]) =>
        new Set(failures.map(({ pointer }) => pointer))
      const found = places(explain(value))
      const expected = places(toFailures('body', compiled.Errors(value)))
      expect(found.size).toBeGreaterThan(0)
      // Of a list that is too long only that is said, not what is in it.
      for (const place of found) expect([...expected]).toContain(place)
      const tooLong = [...expected].filter((place) => !found.has(place))
      expect(tooLong.every((place) => place.startsWith('/list/'))).toBe(true)
    }),
    { numRuns: 500 },
  )
})
