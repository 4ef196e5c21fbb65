import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, release, totalmem } from 'node:os'
import type { Measured, Plan } from './measure.ts'
import type { ContestantInfo, Question } from './question.ts'
import { median, spread, type Spread } from './statistics.ts'

/** A question's answer: what `bench/results/<question>.json` holds. */
export interface Result {
  readonly question: string
  readonly title: string
  readonly date: string
  readonly command: string
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly memory: number
    readonly kernel: string
  }
  readonly node: string
  readonly versions: Readonly<Record<string, string>>
  readonly plan: Plan
  readonly connections: number
  readonly bases: readonly string[]
  readonly contestants: readonly Line[]
}

interface Line {
  readonly name: string
  readonly title: string
  /** Microseconds of server CPU per request. */
  readonly cpu: Spread
  /** Server CPU as a multiple of each base's in the same round. */
  readonly ratios: Readonly<Record<string, Spread>>
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Bytes. */
  readonly memory: number
  readonly samples: Measured['samples']
}

export function toResult(
  question: Question,
  measured: readonly Measured[],
  run: Pick<Result, 'command' | 'plan' | 'connections' | 'bases'>,
): Result {
  const { name, title, contestants } = question
  const present = contestants.filter((info) => measured.some((one) => one.name === info.name))
  return {
    question: name,
    title,
    date: new Date().toISOString(),
    ...run,
    machine: {
      processor: cpus()[0]?.model.trim() ?? '',
      cores: cpus().length,
      memory: totalmem(),
      kernel: release(),
    },
    node: process.version,
    versions: Object.fromEntries(
      present.flatMap(({ packages }) => packages.map((one) => [one, versionOf(one)] as const)),
    ),
    contestants: present.map((info) => toLine(info, measured, run.bases)),
  }
}

function toLine(
  { name, title }: ContestantInfo,
  measured: readonly Measured[],
  bases: readonly string[],
): Line {
  const one = measured.find((candidate) => candidate.name === name) as Measured
  const ratios = bases.flatMap((base) => {
    const against = measured.find((candidate) => candidate.name === base)
    if (against === undefined) return []
    const perRound = one.samples.map(({ cpu }, round) => cpu / (against.samples[round]?.cpu ?? Number.NaN))
    return [[base, spread(perRound)] as const]
  })
  return {
    name,
    title,
    cpu: spread(one.samples.map(({ cpu }) => cpu)),
    ratios: Object.fromEntries(ratios),
    requestsPerSecond: median(one.samples.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50: median(one.samples.map(({ p50 }) => p50)),
    p99: median(one.samples.map(({ p99 }) => p99)),
    memory: one.memory,
    samples: one.samples,
  }
}

/** The version of an installed package: the bench's own, else the repository's. */
function versionOf(name: string): string {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string })
        .version
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  return 'not installed'
}

/** The table alone, for the terminal and for the page. Ratios and CPU with their quartiles over all rounds. */
export function toTable({ contestants, bases }: Result): string {
  const shown = bases.filter((base) => contestants.some(({ name }) => name === base))
  const head = [
    '',
    'CPU µs per request',
    ...shown.map((base) => `× ${base}`),
    'req/s',
    'p50 ms',
    'p99 ms',
    'RSS MB',
  ]
  const rows = contestants.map(({ title, cpu, ratios, requestsPerSecond, p50, p99, memory }) => [
    title,
    withRange(cpu, 1),
    ...shown.map((base) => withRange(ratios[base] as Spread, 2)),
    requestsPerSecond.toFixed(0),
    p50.toFixed(2),
    p99.toFixed(2),
    (memory / 1e6).toFixed(0),
  ])
  return table([head, ...rows])
}

function withRange({ median: middle, lower, upper }: Spread, digits: number): string {
  return `${middle.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    return `| ${cells.join(' | ')} |`
  })
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column === 0 ? '-' : ':'}`).join('|')}|`
  return [lines[0], rule, ...lines.slice(1)].join('\n')
}

export function toMarkdown(result: Result, question: Question): string {
  const { machine, plan, versions } = result
  return `# ${result.title}

${question.what}

${toTable(result)}

CPU is the server's, user and system time of all its threads as the kernel counted it. Medians over ${plan.rounds}
interleaved rounds, with the quartiles; a ratio is that of two contestants in the same round. Latency and
throughput depend on the load generator as well, which shares the machine, and are secondary.

- Run: \`${result.command}\`, ${result.date.slice(0, 10)}; ${plan.requests} requests per contestant and round after
  ${plan.warmUp} to warm up, over ${result.connections} connections.
- Machine: ${machine.processor}, ${machine.cores} cores, ${(machine.memory / 2 ** 30).toFixed(1)} GiB, Linux ${machine.kernel}.
- Node ${result.node}; ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.
`
}
