import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Report } from '../report.ts'
import { Fault } from './fault.ts'

/** Findings that are accepted: the ids of their checks, each with the reason. */
export type Baseline = ReadonlyMap<string, string>

const UNEXPLAINED = 'Found when the baseline was made; say here why it is accepted.'

/**
 * @param update whether it may be missing, because it will be written
 * @throws Fault where the file is none
 */
export function readBaseline(file: string, update: boolean): Baseline {
  if (!existsSync(file)) {
    if (update) return new Map()
    throw new Fault(`There is no baseline ${file}; make one with --update-baseline.`)
  }
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Fault(`The baseline ${file} cannot be read: ${(error as Error).message}`)
  }
  const accepted = isObject(value) ? value['accepted'] : undefined
  if (!isObject(accepted) || Object.values(accepted).some((reason) => typeof reason !== 'string'))
    throw new Fault(
      `The baseline ${file} must look like { "accepted": { "routing/not-found": "the reason" } }.`,
    )
  return new Map(Object.entries(accepted).map(([id, reason]) => [id, String(reason)]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Writes what is found now. Reasons that were given stay; what has passed goes; what could not be told, or was not asked
 * this time, stays as it was.
 */
export function writeBaseline(file: string, before: Baseline, { results }: Report): Baseline {
  const after = new Map(before)
  for (const { id, outcome } of results) {
    if (outcome === 'passed') after.delete(id)
    if (outcome === 'failed' && !after.has(id)) after.set(id, UNEXPLAINED)
  }
  const accepted = Object.fromEntries([...after].toSorted(([one], [other]) => (one < other ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify({ accepted }, null, 2)}\n`)
  return after
}

/** What is accepted, and need not be any more. */
export function mendedSince(baseline: Baseline, { results }: Report): string[] {
  return results.filter(({ id, outcome }) => outcome === 'passed' && baseline.has(id)).map(({ id }) => id)
}
