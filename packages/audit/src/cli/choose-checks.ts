import { conceptOf, type Check, type Severity } from '../check.ts'
import { mattersAs, SEVERITIES } from '../reports/judgement.ts'
import { Fault } from './fault.ts'
import { didYouMean } from '../nearest.ts'
import type { CommandLine } from './options.ts'

/** The checks that `--only`, `--skip` and `--severity` leave. @throws Fault for a name that no check has */
export function chooseChecks(all: readonly Check[], line: CommandLine): Check[] {
  const only = names(all, line.values('only'))
  const skip = names(all, line.values('skip'))
  const least = severity('severity', line.value('severity')) ?? 'may'
  const chosen = all.filter(
    (check) =>
      (only.length === 0 || only.some((name) => isOf(check, name))) &&
      !skip.some((name) => isOf(check, name)) &&
      mattersAs(check.severity, least),
  )
  if (chosen.length === 0) throw new Fault('These options leave no check to run.')
  return chosen
}

/** @throws Fault where it is none */
export function severity(option: string, given: string | undefined): Severity | undefined {
  const found = SEVERITIES.find((each) => each === given)
  if (given !== undefined && found === undefined)
    throw new Fault(`--${option} is must, should or may; it was given "${given}".`)
  return found
}

/** The check of this id. @throws Fault where there is none */
export function findCheck(all: readonly Check[], id: string): Check {
  const found = all.find((check) => check.id === id)
  if (found !== undefined) return found
  throw new Fault(
    `There is no check "${id}".${didYouMean(
      id,
      all.map((check) => check.id),
    )}`,
  )
}

function names(all: readonly Check[], given: readonly string[]): string[] {
  const known = [...new Set(all.flatMap((check) => [conceptOf(check), check.id]))]
  const asked = given.flatMap((list) => list.split(',')).map((name) => name.trim())
  for (const name of asked) {
    if (!known.includes(name))
      throw new Fault(`There is no concept or check "${name}".${didYouMean(name, known)} See --list.`)
  }
  return asked
}

function isOf(check: Check, name: string): boolean {
  return check.id === name || conceptOf(check) === name
}
