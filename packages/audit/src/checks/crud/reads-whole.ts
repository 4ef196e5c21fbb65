import { check } from '../../check.ts'
import { store } from '../../flaws/store/index.ts'
import { isObject } from '../../target/openapi/document.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import { objectWith } from './body.ts'
import { acrossItems, type Item } from './item.ts'
import { describedMembers } from './optional.ts'
import { isSuccess } from './seen.ts'
import type { Target } from '../../target/target.ts'

const WRITES = 12
const READERS = 4

/** What those saw who read while another wrote. */
interface Seen {
  writes: boolean
  whole: number
  torn: { readonly exchange: Item['shown']; readonly says: string } | undefined
}

export const readsWhole = check({
  id: 'crud/reads-whole',
  claim: 'Whoever reads while another writes sees the state before or after, never half of each.',
  severity: 'must',
  source: text(
    'Berenson et al., A Critique of ANSI SQL Isolation Levels (1995)',
    'https://www.microsoft.com/en-us/research/publication/a-critique-of-ansi-sql-isolation-levels/',
  ),
  mend: {
    general:
      'Write all members of a change in one statement or transaction, and read an item in one. An object in memory that is changed member by member across an await shows its half to everybody.',
    stacks: {
      PostgreSQL: 'one UPDATE with all columns, or BEGIN … COMMIT around several',
      'Node.js': 'build the new object first and put it in place at once, after all awaits',
      'Go net/http': 'a sync.RWMutex that is held for the whole change, and for the whole reading',
    },
  },
  needs: ['resource', 'description'],
  run: (inspection) =>
    acrossItems(inspection, ['replace'], async (item) => {
      const { path } = item
      const pair = textsOf(inspection.target, item)
      if (pair === undefined)
        return inconclusive(`${path} is not described to have two members that are any text.`)
      const [one, other] = pair
      const seen: Seen = { writes: true, whole: 0, torn: undefined }
      const write = async () => {
        for (let n = 0; n < WRITES && seen.torn === undefined; n++) {
          const { json, marker } = item.other()
          if (!isSuccess(await item.put({ ...json, [one]: marker, [other]: marker }))) break
        }
        seen.writes = false
      }
      const read = async () => {
        while (seen.writes && seen.torn === undefined) {
          const exchange = await item.read()
          const now = objectWith(jsonOf(exchange.answer), [one, other])
          // Before the first change they are two texts.
          if (typeof now?.[one] !== 'string' || now[one] === item.body.marker) continue
          if (now[one] === now[other]) seen.whole++
          else
            seen.torn ??= { exchange, says: `${JSON.stringify(now[one])} and ${JSON.stringify(now[other])}` }
        }
      }
      await Promise.all([write(), ...Array.from({ length: READERS }, read)])
      const { torn, whole } = seen
      if (torn === undefined)
        return whole > 0
          ? passed()
          : inconclusive(`${path} was not seen while it was changed to two equal texts.`)
      if (whole === 0 && !isTold(await item.read(), one, other))
        return inconclusive(`"${one}" and "${other}" of ${path} are not shown as they are sent.`)
      return failed(
        `${path} was always given the same text for "${one}" and "${other}"; a reader saw ${torn.says}.`,
        torn.exchange,
      )
    }),
  flaw: store({ writesInSteps: true }),
})

/** Whether both are the same once nobody writes. */
function isTold({ answer }: Item['shown'], one: string, other: string): boolean {
  const now = objectWith(jsonOf(answer), [one, other])
  return typeof now?.[one] === 'string' && now[one] === now[other]
}

/** Two members that can be any text. */
function textsOf(target: Target, { resource, body }: Item): [string, string] | undefined {
  const { description } = target
  const texts = Object.entries(describedMembers(target, resource, 'replace'))
    .filter(([name, schema]) => {
      const member = description?.resolve(schema)
      if (!isObject(member) || !Object.hasOwn(body.json, name)) return false
      const bound = ['format', 'enum', 'const'].some((keyword) => member[keyword] !== undefined)
      const fits = description?.examine(schema, body.marker, 'request').length === 0
      return [member['type']].flat().includes('string') && !bound && fits
    })
    .map(([name]) => name)
  const first = texts.find((name) => name === resource.text) ?? texts[0]
  const second = texts.find((name) => name !== first)
  return first === undefined || second === undefined ? undefined : [first, second]
}
