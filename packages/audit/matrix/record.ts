// What the matrix came to when it was last recorded, in `outcomes.json`: of each check a letter for each server.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../src/checks/index.ts'
import type { Outcome } from '../src/run/run-check.ts'

type Kind = Outcome['verdict']['outcome']

interface Recorded {
  readonly servers: readonly string[]
  /** By the check's id: letters in the order of the servers. */
  readonly outcomes: Readonly<Record<string, string>>
}

const FILE = join(import.meta.dirname, 'outcomes.json')
const LETTERS: Readonly<Record<Kind, string>> = { passed: 'p', failed: 'f', inconclusive: 'i' }
const NOT_ASKED = '-'

/** The share of a server's outcomes that may change between passed and inconclusive until it counts as another one. */
const DRIFT = 0.05
/** And as many may, where few checks are asked. */
const FEW = 3

/** What a check came to with a server; `undefined` where that is not known. */
export function recordedOutcome(
  server: string,
  id: string,
  { servers, outcomes } = read(),
): Kind | undefined {
  const letter = outcomes[id]?.[servers.indexOf(server)]
  return (Object.keys(LETTERS) as Kind[]).find((kind) => LETTERS[kind] === letter)
}

export function recordedServers(): readonly string[] {
  return read().servers
}

/** Puts a server's outcomes in place of those that were recorded of it; of checks that are gone nothing stays. */
export function record(server: string, found: readonly Outcome[]): void {
  const before = read()
  const servers = [...new Set([...before.servers, server])]
  const kinds = new Map(found.map(({ check, verdict }) => [check.id, verdict.outcome]))
  const letters = (id: `${string}/${string}`) =>
    servers.map((each) => {
      const kind = each === server ? kinds.get(id) : recordedOutcome(each, id, before)
      return kind === undefined ? NOT_ASKED : LETTERS[kind]
    })
  const outcomes = Object.fromEntries(checks.map(({ id }) => [id, letters(id).join('')]))
  writeFileSync(FILE, `${JSON.stringify({ servers, outcomes } satisfies Recorded, null, 2)}\n`)
}

/**
 * Checks that pass and did not, or cannot tell any more; none while they are few. A check that waits may be late on a busy
 * machine, but where many have changed, what the auditor finds out about a target has broken, or the record is too old.
 */
export function drift(server: string, found: readonly Outcome[]): string[] {
  const recorded = read()
  const changed = found.flatMap(({ check: { id }, verdict: { outcome } }) => {
    const before = recordedOutcome(server, id, recorded)
    if (before === undefined || before === outcome || [before, outcome].includes('failed')) return []
    return [`${id} was ${before} and is ${outcome}`]
  })
  return changed.length > Math.max(FEW, DRIFT * found.length) ? changed : []
}

function read(): Recorded {
  if (!existsSync(FILE)) return { servers: [], outcomes: {} }
  return JSON.parse(readFileSync(FILE, 'utf8')) as Recorded
}
