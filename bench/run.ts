import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { installPeers } from './runner/install.ts'
import { CONNECTIONS } from './runner/load.ts'
import { measure, type Plan } from './runner/measure.ts'
import type { ContestantInfo, Question } from './runner/question.ts'
import { toMarkdown, toResult, toTable } from './runner/report.ts'
import { startServer, type Server } from './runner/server.ts'
import { verify, verifyLimit } from './runner/verify.ts'

const USAGE = `Usage: npm run bench -- [question ...] [options]

Measures server CPU per request, and writes bench/results/<question>.md and .json when every contestant ran.

  --quick            about a minute, for a first look; writes nothing
  --rounds <n>       rounds; each measures every contestant once
  --requests <n>     requests per contestant and round
  --only <a,b>       only these contestants; writes nothing
  --base <a,b>       give ratios against these contestants
  --verify           only check that all contestants answer alike
  --help`

const QUESTIONS = fileURLToPath(new URL('questions/', import.meta.url))
const RESULTS = fileURLToPath(new URL('results/', import.meta.url))
const FULL: Plan = { rounds: 25, requests: 6000, warmUp: 16_000 }
const QUICK: Plan = { rounds: 7, requests: 2000, warmUp: 6000 }
/** So high that nobody meets it, while every request is counted against it. */
const HIGH_LIMIT = 1_000_000_000

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    requests: { type: 'string' },
    only: { type: 'string' },
    base: { type: 'string' },
    verify: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (options.help) {
  console.log(USAGE)
} else if (process.platform !== 'linux') {
  console.error('The bench reads CPU time from /proc and so runs on Linux only.')
  process.exitCode = 69
} else {
  installPeers(fileURLToPath(new URL('.', import.meta.url)))
  const names = positionals.length > 0 ? positionals : readdirSync(QUESTIONS).toSorted()
  for (const name of names) await answer(await loadQuestion(name))
}

async function loadQuestion(name: string): Promise<Question> {
  if (!readdirSync(QUESTIONS).includes(name)) {
    throw new Error(`There is no question "${name}"; there are ${readdirSync(QUESTIONS).join(', ')}.`)
  }
  const file = pathToFileURL(`${QUESTIONS}${name}/question.ts`).href
  return ((await import(file)) as { question: Question }).question
}

async function answer(question: Question): Promise<void> {
  const { contestants, bases } = selected(question)
  const servers: Server[] = []
  console.log(`\n${question.title} (${question.name})`)
  try {
    for (const info of contestants) {
      servers.push(
        await startServer(fileOf(question, info), {
          name: info.name,
          rateLimit: HIGH_LIMIT,
          runtime: info.runtime,
        }),
      )
    }
    await verifyAll(question, contestants, servers)
    if (options.verify) return
    const plan = choosePlan()
    const measured = await measure(question, servers, plan, progress)
    progress('')
    const flags = process.argv.slice(2).filter((argument) => !positionals.includes(argument))
    const result = toResult(question, measured, {
      command: ['npm run bench --', question.name, ...flags].join(' '),
      plan,
      connections: CONNECTIONS,
      bases,
    })
    console.log(toTable(result))
    if (options.quick || options.only !== undefined) return
    mkdirSync(RESULTS, { recursive: true })
    writeFileSync(`${RESULTS}${question.name}.json`, `${JSON.stringify(result, undefined, 2)}\n`)
    writeFileSync(`${RESULTS}${question.name}.md`, toMarkdown(result, question))
    console.log(`Written to bench/results/${question.name}.md and .json.`)
  } finally {
    for (const server of servers) await server.stop()
  }
}

async function verifyAll(
  question: Question,
  contestants: readonly ContestantInfo[],
  servers: readonly Server[],
): Promise<void> {
  const mistakes: string[] = []
  for (const [index, info] of contestants.entries()) {
    mistakes.push(...(await verify(question, info, servers[index] as Server)))
    if (info.pipeline && question.records !== false)
      mistakes.push(...(await verifyLimit(fileOf(question, info), question, info)))
  }
  if (mistakes.length > 0) {
    throw new Error(`Nothing was measured, since not all answer alike:\n  ${mistakes.join('\n  ')}`)
  }
  console.log(`${contestants.length} contestants answer ${question.checks.length} checks alike.`)
}

function selected(question: Question): { contestants: readonly ContestantInfo[]; bases: readonly string[] } {
  const only = options.only?.split(',')
  const bases = options.base?.split(',') ?? question.bases
  for (const name of [...(only ?? []), ...bases]) {
    if (!question.contestants.some((info) => info.name === name)) {
      throw new Error(
        `"${name}" is no contestant of ${question.name}; these are: ${question.contestants.map((info) => info.name).join(', ')}.`,
      )
    }
  }
  return { contestants: question.contestants.filter(({ name }) => only?.includes(name) ?? true), bases }
}

function choosePlan(): Plan {
  const plan = options.quick ? QUICK : FULL
  const rounds = count('rounds', plan.rounds)
  const requests = count('requests', plan.requests)
  return { rounds, requests, warmUp: plan.warmUp }
}

function count(option: 'rounds' | 'requests', otherwise: number): number {
  const text = options[option]
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${option} takes a whole number, not "${text}".`)
  return number
}

function fileOf(question: Question, { name }: ContestantInfo): string {
  return `${QUESTIONS}${question.folder ?? question.name}/${name}.ts`
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`)
}
