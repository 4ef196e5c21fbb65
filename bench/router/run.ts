// What does a look-up cost, and does it grow with the number of routes?
// `node --conditions=principia-source bench/router/run.ts [--rounds n] [--sizes 10,1000] [--only principia] [--write]`
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from '../runner/statistics.ts'
import { KINDS } from './cases.ts'
import { CONTESTANTS } from './contestants.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    sizes: { type: 'string', default: '10,100,1000,10000' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const child = fileURLToPath(new URL('child.ts', import.meta.url))
const sizes = options.sizes.split(',').map(Number)
const names = options.only?.split(',') ?? Object.keys(CONTESTANTS)

/** Samples of one contestant with one table, by kind; of several processes, so that luck with one's layout evens out. */
interface Cell {
  readonly samples: Record<string, number[]>
  readonly build: number[]
  readonly memory: number[]
}

const cells = new Map<string, Cell>()
for (let round = 0; round < Number(options.rounds); round++) {
  for (const size of sizes) {
    // Who begins changes from round to round.
    const order = [...names.slice(round % names.length), ...names.slice(0, round % names.length)]
    for (const name of order) add(`${name} ${size}`, runChild(name, size))
  }
}
const text = KINDS.map(tableFor).join('\n')
console.log(text)
if (options.write) {
  writeFileSync(fileURLToPath(new URL('../results/router.md', import.meta.url)), page(text))
}

function runChild(
  name: string,
  size: number,
): { samples: Record<string, number[]>; build: number; memory: number } {
  const output = execFileSync(
    process.execPath,
    ['--conditions=principia-source', child, name, String(size), '9'],
    { encoding: 'utf8' },
  )
  return JSON.parse(output) as ReturnType<typeof runChild>
}

function add(key: string, { samples, build, memory }: ReturnType<typeof runChild>): void {
  const cell = cells.get(key) ?? { samples: {}, build: [], memory: [] }
  // One number per process and kind: the median of its own rounds.
  for (const [kind, values] of Object.entries(samples)) (cell.samples[kind] ??= []).push(median(values))
  cell.build.push(build)
  cell.memory.push(memory)
  cells.set(key, cell)
}

function tableFor(kind: string): string {
  const rows = names.map((name) => {
    const cost = sizes.map((size) => median(cells.get(`${name} ${size}`)?.samples[kind] ?? []).toFixed(0))
    return `| ${CONTESTANTS[name]?.title} | ${cost.join(' | ')} |`
  })
  const head = `| ${kind} | ${sizes.map((size) => `${size} routes`).join(' | ')} |`
  return [head, `|---|${sizes.map(() => '---:|').join('')}`, ...rows, ''].join('\n')
}

function page(tables: string): string {
  const builds = names.map((name) => {
    const { build = [], memory = [] } = cells.get(`${name} ${sizes.at(-1)}`) ?? {}
    return `| ${CONTESTANTS[name]?.title} | ${median(build).toFixed(0)} | ${(median(memory) / 1e6).toFixed(1)} |`
  })
  return `# What does a look-up cost, and does it grow with the number of routes?

Nanoseconds of CPU per look-up: method and path in, the route and its parameters as an object out. Each contestant in
its own process per round; the median of ${options.rounds} processes, each of which gives the median of 9 rounds of 20,000 look-ups
(fewer of those that take longer than 2 µs).
Every path is a string that was never seen before, as a parser gives it. All give the same route and parameters
for every path before anything is measured.

Five routes for each resource: a list, a POST to it, \`/api/v1/<name>/:id\`, one with three parameters, and
\`/files/<name>/**:path\`. The names begin alike, as names do. A miss is found out three segments behind a name.

${tables}
With ${sizes.at(-1)} routes, to build the table and prepare for the first look-ups:

| | ms of CPU | MB of heap, with the questions |
|---|---:|---:|
${builds.join('\n')}

- Run: \`node --conditions=principia-source bench/router/run.ts --rounds ${options.rounds} --write\`, ${new Date().toISOString().slice(0, 10)}.
- Machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}.
`
}
