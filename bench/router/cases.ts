// The routes and the look-ups that every router is given. Nothing is drawn at random, so that all get the same.

/** A route of the table; its place in the list is what a router must give back. */
export interface TableRoute {
  readonly method: 'GET' | 'POST'
  /** In the words of this bench: `:name` for a segment, `**:path` for the rest. */
  readonly pattern: string
}

/** One question to a router, and the answer that counts. */
export interface LookUp {
  readonly path: string
  /** The place of the route in the table; -1 where nothing must be found. */
  readonly id: number
  readonly params: Readonly<Record<string, string>>
}

export const KINDS = ['static', 'one', 'several', 'wildcard', 'miss'] as const
export type Kind = (typeof KINDS)[number]

const FIRST = words('order invoice user team article image device payment parcel ticket report account role')
const SECOND = words(
  'line note item event label rule batch draft entry group grant quota token status address',
)
const THIRD = words('archive export search import review history mirror preview summary index feed')

/** Five routes for each resource, as an API has them; `count` of them in all. */
export function tableOf(count: number): TableRoute[] {
  const patterns = (name: string): TableRoute[] => [
    { method: 'GET', pattern: `/api/v1/${name}` },
    { method: 'POST', pattern: `/api/v1/${name}` },
    { method: 'GET', pattern: `/api/v1/${name}/:id` },
    { method: 'GET', pattern: `/api/v1/${name}/:id/members/:member/notes/:note` },
    { method: 'GET', pattern: `/files/${name}/**:path` },
  ]
  return resources(count / 5).flatMap(patterns)
}

/** Look-ups of one kind, `count` of them, spread over the whole table. */
export function lookUps(kind: Kind, table: readonly TableRoute[], count: number): LookUp[] {
  const names = resources(table.length / 5)
  return Array.from({ length: count }, (_none, index) => {
    // A step that shares no divisor with the number of resources meets all of them, out of order.
    const at = (index * 7919) % names.length
    const name = names[at] as string
    const number = String(1000 + ((index * 31) % 9000))
    const [path, offset, params] = ask(kind, name, number)
    return { path, id: offset === -1 ? -1 : at * 5 + offset, params }
  })
}

type Asked = readonly [path: string, offset: number, params: Record<string, string>]

function ask(kind: Kind, name: string, number: string): Asked {
  const several = { id: number, member: 'ada', note: `n${number}` }
  const asked: Record<Kind, Asked> = {
    static: [`/api/v1/${name}`, 0, {}],
    one: [`/api/v1/${name}/${number}`, 2, { id: number }],
    several: [`/api/v1/${name}/${number}/members/ada/notes/n${number}`, 3, several],
    wildcard: [`/files/${name}/2026/${number}/plan.pdf`, 4, { path: `2026/${number}/plan.pdf` }],
    miss: [`/api/v1/${name}/${number}/nowhere`, -1, {}],
  }
  return asked[kind]
}

/** `orders`, `orders-lines`, `orders-lines-archive`… : names that begin alike, as names in one API do. */
function resources(count: number): string[] {
  const names = [
    ...FIRST,
    ...FIRST.flatMap((first) => SECOND.map((second) => `${first}-${second}`)),
    ...FIRST.flatMap((first) =>
      SECOND.flatMap((second) => THIRD.map((third) => `${first}-${second}-${third}`)),
    ),
  ]
  if (names.length < count) throw new RangeError(`There are ${names.length} names, not ${count}.`)
  return names.slice(0, count)
}

function words(text: string): string[] {
  return text.split(' ').map((word) => `${word}s`)
}
