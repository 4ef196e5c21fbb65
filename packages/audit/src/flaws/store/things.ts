import { setTimeout as sleep } from 'node:timers/promises'
import type { Traits } from './traits.ts'

export interface ThingInput {
  readonly name: string
  readonly text?: string
  readonly rank?: number
  /** What the store sets, where it lets itself be told. */
  readonly place?: number
}

export interface Thing extends ThingInput {
  readonly id: string
  /** Counts things in the order in which they were made. */
  readonly place: number
}

/** What a list is asked for. */
export interface Wanted {
  readonly limit: number
  readonly sort: keyof ThingInput | 'place'
  readonly search: string | undefined
  readonly rank: number | undefined
  readonly cursor: string | undefined
}

export interface Found {
  readonly items: readonly Thing[]
  readonly next: string | undefined
  readonly total: number
}

export interface Things {
  /** @returns `undefined` where the name is taken */
  readonly make: (input: ThingInput, id?: string) => Promise<Thing | undefined>
  readonly find: (id: string) => Thing | undefined
  readonly replace: (thing: Thing, input: ThingInput) => Promise<Thing | undefined>
  readonly remove: (thing: Thing) => void
  readonly list: (wanted: Wanted) => Promise<Found>
}

/** Time for another request to come between. */
const MOMENT = 5

export function createThings(traits: Traits): Things {
  const things = new Map<string, Thing>()
  let made = 0
  let deleted = 0
  const isTaken = (name: string, but?: string) =>
    things.values().some((each) => each.name === name && each.id !== but)
  const put = (id: string, input: ThingInput, place: number) => {
    const thing = { id, place, ...input }
    things.set(id, thing)
    return thing
  }
  for (let n = 0; n < (traits.begins ?? 0); n++) put(`t${n}`, { name: `Thing ${n}`, rank: n % 7 }, ++made)
  const indexed = [...things.values()]
  return {
    async make(input, id) {
      const counted = `t${things.size + 1}`
      if (isTaken(input.name)) return undefined
      if (traits.checksFirst === true || traits.countedIds === true) await sleep(MOMENT)
      return put(id ?? (traits.countedIds === true ? counted : crypto.randomUUID()), input, ++made)
    },
    find: (id) => things.get(id),
    async replace({ id, place }, input) {
      if (traits.putAdds === true && things.get(id)?.name === input.name)
        put(crypto.randomUUID(), input, ++made)
      else if (isTaken(input.name, id)) return undefined
      if (traits.writesInSteps === true) {
        put(id, { ...input, text: things.get(id)?.text ?? '' }, place)
        await sleep(MOMENT)
      }
      return put(id, input, place)
    },
    remove({ id }) {
      if (things.delete(id)) deleted++
    },
    async list(wanted) {
      const { limit, sort, search, rank, cursor } = wanted
      let found = [...things.values()]
      if (search !== undefined) {
        if (traits.staleSearch === true) found = [...indexed]
        const pattern = traits.wildcards === true ? like(search) : (name: string) => name.includes(search)
        found = found.filter((each) => pattern(each.name))
      }
      if (rank !== undefined) found = found.filter((each) => each.rank === rank)
      if (traits.unsorted !== true) found.sort(comparing(sort))
      const start = cursor === undefined ? 0 : startOf(found, cursor, sort, traits)
      if (traits.slowDeep === true && start > 1000) await sleep(120)
      const items = found.slice(start, start + limit)
      const last = items.at(-1)
      const more = start + items.length < found.length
      return {
        items,
        next: more && last !== undefined ? cursorOf(last, start + items.length, sort, traits) : undefined,
        total: found.length + (traits.countsDeleted === true ? deleted : 0),
      }
    },
  }
}

function comparing(sort: Wanted['sort']) {
  type Compared = Pick<Thing, 'place'> & Partial<Thing>
  return (one: Compared, other: Compared): number => {
    const [a, b] = [one[sort] ?? '', other[sort] ?? '']
    return a < b ? -1 : a > b ? 1 : one.place - other.place
  }
}

function cursorOf(last: Thing, end: number, sort: Wanted['sort'], { byOffset, tiesLost }: Traits): string {
  if (byOffset === true) return String(end)
  return Buffer.from(JSON.stringify([last[sort], tiesLost === true ? Infinity : last.place])).toString(
    'base64url',
  )
}

function startOf(
  found: readonly Thing[],
  cursor: string,
  sort: Wanted['sort'],
  { byOffset }: Traits,
): number {
  if (byOffset === true) return Number(cursor)
  const [value, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, number | null]
  const last = { [sort]: value, place: place ?? Number.POSITIVE_INFINITY }
  const after = found.findIndex((each) => comparing(sort)(each, last) > 0)
  return after === -1 ? found.length : after
}

function like(pattern: string): (name: string) => boolean {
  const source = pattern
    .replaceAll(/[^\w%]/g, String.raw`\$&`)
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  const expression = new RegExp(source, 's')
  return (name) => expression.test(name)
}
