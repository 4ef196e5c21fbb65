// One contestant with one table: `node child.ts <contestant> <routes> <rounds>`. Prints nanoseconds of CPU per look-up.
import { isDeepStrictEqual } from 'node:util'
import { KINDS, lookUps, tableOf, type Kind, type LookUp } from './cases.ts'
import { CONTESTANTS, type Hit, type Table } from './contestants.ts'

const [name = '', count = '', rounds = ''] = process.argv.slice(2)
const contestant = CONTESTANTS[name]
if (contestant === undefined) throw new Error(`There is no contestant "${name}".`)

const LOOK_UPS = 20_000
/** Nanoseconds that a round may take: whoever is a hundred times slower is asked less often. */
const LONGEST = 40e6
const routes = tableOf(Number(count))
const before = process.memoryUsage().heapUsed
const started = process.cpuUsage()
const table = await contestant.build(routes)
const { user } = process.cpuUsage(started)

const asked = Object.fromEntries(KINDS.map((kind) => [kind, lookUps(kind, routes, LOOK_UPS)])) as Record<
  Kind,
  LookUp[]
>
for (const kind of KINDS) for (const one of asked[kind].slice(0, 3000)) verify(table, one)
const memory = process.memoryUsage().heapUsed - before

const counts = Object.fromEntries(KINDS.map((kind) => [kind, LOOK_UPS])) as Record<Kind, number>

// The kinds take turns while V8 compiles, so that nobody is measured on code made for one kind alone.
for (let turn = 0; turn < 8; turn++) for (const kind of KINDS) measure(kind)
const samples = Object.fromEntries(
  KINDS.map((kind) => [kind, Array.from({ length: Number(rounds) }, () => measure(kind))]),
)
console.log(JSON.stringify({ samples, build: user / 1000, memory }))

/** Nanoseconds of this process's CPU, collector and compiler included, per look-up. */
function measure(kind: Kind): number {
  // A server's paths come fresh from the parser: no string that it has hashed before.
  const paths = asked[kind].slice(0, counts[kind]).map(({ path }) => Buffer.from(path).toString('latin1'))
  const begin = process.cpuUsage()
  let sum = 0
  for (let index = 0; index < paths.length; index++) {
    const hit = table.find(paths[index] as string)
    if (hit !== undefined) sum += hit.id + read(kind, hit.params)
  }
  const { user: used, system } = process.cpuUsage(begin)
  if (sum < 0) throw new Error('Unreachable; keeps the sum alive.')
  const each = ((used + system) * 1000) / paths.length
  counts[kind] = Math.min(LOOK_UPS, Math.max(500, Math.round(LONGEST / each)))
  return each
}

/** A handler takes its parameters by name. */
function read(kind: Kind, params: Hit['params']): number {
  if (kind === 'one') return (params.id as string).length
  if (kind === 'several') {
    const { id, member, note } = params
    return (id as string).length + (member as string).length + (note as string).length
  }
  if (kind === 'wildcard') return (params.path ?? params['*'] ?? '').length
  return 0
}

function verify({ find }: Table, { path, id, params }: LookUp): void {
  const hit = find(path)
  const { '*': rest, ...named } = { ...hit?.params }
  const found = rest === undefined ? named : { ...named, path: rest }
  if ((hit?.id ?? -1) !== id || !isDeepStrictEqual(found, { ...params }))
    throw new Error(
      `${name}: ${path} gives ${JSON.stringify({ id: hit?.id, params: found })}, not route ${id}.`,
    )
}
