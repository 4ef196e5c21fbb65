import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Result } from '../report.ts'
import { Fault } from './fault.ts'
import { version } from './version.ts'

/**
 * What a run has come to so far, in a file: a line of JSON on the run, then one for each check that has ended. A run that
 * was killed goes on from there; of a line that was being written then, nothing is left.
 */
export interface Journal {
  readonly seed: string
  readonly startedAt: Date
  /** What ended in earlier runs. */
  readonly done: readonly Result[]
  /** Requests that were made in earlier runs. */
  readonly requests: number
  /** Milliseconds that earlier runs took. */
  readonly duration: number
  /** Adds what a check came to, and what this run has made and taken up to now. */
  readonly add: (result: Result, requests: number, duration: number) => void
}

interface Head {
  readonly journal: 1
  readonly version: string
  readonly target: string
  readonly seed: string
  readonly startedAt: string
}

interface Entry {
  readonly result: Result
  /** In all, earlier runs counted. */
  readonly requests: number
  readonly duration: number
}

/**
 * Opens a journal, or begins one.
 *
 * @param seed the one that was asked for
 * @throws Fault where the file is no journal of this target, seed and version
 */
export function openJournal(file: string, target: string, seed: string | undefined, fresh: string): Journal {
  const existing = existsSync(file) ? read(file) : undefined
  const head: Head = existing?.head ?? {
    journal: 1,
    version: version(),
    target,
    seed: seed ?? fresh,
    startedAt: new Date().toISOString(),
  }
  refuseOther(file, head, target, seed)
  const entries = existing?.entries ?? []
  // Written anew, without a line that breaks off.
  attempt(file, () => writeFileSync(file, [head, ...entries].map(toLine).join(''), { mode: 0o600 }))
  const last = entries.at(-1)
  const before = { requests: last?.requests ?? 0, duration: last?.duration ?? 0 }
  return {
    ...before,
    seed: head.seed,
    startedAt: new Date(head.startedAt),
    done: entries.map(({ result }) => result),
    add(result, requests, duration) {
      const entry: Entry = {
        result,
        requests: before.requests + requests,
        duration: Math.round(before.duration + duration),
      }
      attempt(file, () => appendFileSync(file, toLine(entry)))
    },
  }
}

function refuseOther(file: string, head: Head, target: string, seed: string | undefined): void {
  const other =
    head.target !== target
      ? `an audit of ${head.target}`
      : seed !== undefined && head.seed !== seed
        ? `an audit with the seed ${head.seed}`
        : head.version !== version()
          ? `an audit by version ${head.version}`
          : undefined
  if (other !== undefined)
    throw new Fault(`${file} is the journal of ${other}; give another file, or remove it.`)
}

function read(file: string): { readonly head: Head; readonly entries: readonly Entry[] } {
  const lines = attempt(file, () => readFileSync(file, 'utf8')).split('\n')
  const [head, ...entries] = lines.map(parse).filter((value) => value !== undefined)
  if (!isHead(head)) throw new Fault(`${file} is no journal of an audit; give another file.`)
  return { head, entries: entries.filter(isEntry) }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

function isHead(value: unknown): value is Head {
  return typeof value === 'object' && value !== null && 'journal' in value && value.journal === 1
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'result' in value && 'requests' in value
}

function toLine(value: Head | Entry): string {
  return `${JSON.stringify(value)}\n`
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new Fault(`The journal ${file} cannot be used: ${(error as Error).message}`)
  }
}
