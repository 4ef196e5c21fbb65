// How long until an app of 100 routes answers, and how much memory it rests at: `node bench/start/run.ts`.
// Each contestant is a process of its own, started again in every round; the time is from the moment it is spawned
// to its first answer.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { installPeers } from '../runner/install.ts'
import { residentMemory } from '../runner/cpu.ts'
import { median, spread } from '../runner/statistics.ts'
import { bunPath } from '../runner/server.ts'
import { CONTESTANTS, ROUTES, type StartContestant } from './contestants.ts'

const ROUNDS = 11
/** Milliseconds after the first answer until memory is looked at: lazy work is done, garbage may be taken out. */
const REST = 2000
const here = fileURLToPath(new URL('.', import.meta.url))

interface Sample {
  /** Milliseconds. */
  readonly answered: number
  /** Bytes. */
  readonly memory: number
}

installPeers(fileURLToPath(new URL('../', import.meta.url)))
execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.ts', import.meta.url))])
const samples = new Map(CONTESTANTS.map(({ name }) => [name, [] as Sample[]]))
for (let round = 0; round < ROUNDS; round++) {
  for (const contestant of CONTESTANTS) samples.get(contestant.name)?.push(await sample(contestant))
}
const table = toTable()
console.log(table)
writeFileSync(`${here}../results/start.md`, page(table))

async function sample({ file, runtime, conditions = [] }: StartContestant): Promise<Sample> {
  const args = [...conditions.map((one) => `--conditions=${one}`), `${here}${file}`]
  const begun = performance.now()
  const child = spawn(runtime === 'bun' ? bunPath : process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const response = await fetch(`http://127.0.0.1:${port}/things42/7`)
  const body = (await response.json()) as { id: string }
  const answered = performance.now() - begun
  if (response.status !== 200 || body.id !== '7') throw new Error(`${file} answered ${response.status}.`)
  await sleep(REST)
  const memory = residentMemory(child.pid as number)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
  return { answered, memory }
}

function toTable(): string {
  const rows = CONTESTANTS.map(({ name, title }) => {
    const own = samples.get(name) ?? []
    const time = spread(own.map(({ answered }) => answered))
    const memory = median(own.map((one) => one.memory)) / 1e6
    const range = `${time.median.toFixed(0)} (${time.lower.toFixed(0)}–${time.upper.toFixed(0)})`
    return `| ${title} | ${range} | ${memory.toFixed(0)} |`
  })
  return ['| | first answer, ms | at rest, MB |', '|---|---:|---:|', ...rows].join('\n')
}

function page(text: string): string {
  return `# How soon does an app of ${ROUTES} routes answer, and what does it rest at?

From the start of the process to its first answer; resident memory ${REST / 1000} s later. Medians of ${ROUNDS} rounds, with the quartiles.
No database. Every route has a parameter and, where the framework has such, a schema of its answer, its own for each route.

${text}

- Run: \`node bench/start/run.ts\`, ${new Date().toISOString().slice(0, 10)}; Node ${process.version}.
`
}
