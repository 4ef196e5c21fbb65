import { randomBytes } from 'node:crypto'
import type { Check, Severity } from '../check.ts'
import type { AuditConfig } from '../target/config.ts'
import { isLoopback } from '../target/loopback.ts'
import { readBaseline, type Baseline } from './baseline.ts'
import { chooseChecks } from './choose-checks.ts'
import { openJournal, type Journal } from './journal.ts'
import { Fault } from './fault.ts'
import type { CommandLine } from './options.ts'
import { readConfig } from './read-config.ts'
import { prepareReportFile } from './report-file.ts'
import { readAddress, readFailOn, readLimits, readReports, type AskedReport } from './settings.ts'

/** All that is to be done, before anything is: whatever is wrong with a command line is said before a request is sent. */
export interface Plan {
  readonly url: URL
  readonly config: AuditConfig
  readonly checks: readonly Check[]
  readonly rate: number
  readonly budget: number
  readonly atOnce: number
  readonly seed: string
  readonly journal: Journal | undefined
  readonly reports: readonly AskedReport[]
  readonly failOn: Severity
  readonly baseline:
    | { readonly file: string; readonly accepted: Baseline; readonly update: boolean }
    | undefined
  readonly showSecrets: boolean
  readonly chapters: string | undefined
}

/** @throws Fault for whatever is wrong with the command line, or a file that it names */
export function makePlan(address: string, all: readonly Check[], line: CommandLine): Plan {
  const url = readAddress(address, line)
  const config = readConfig(url, line)
  if (config.process !== undefined && !isLoopback(url.hostname))
    throw new Fault('--start starts the target on this machine; its address has to be one of this machine.')
  const file = line.value('resume')
  const fresh = randomBytes(4).toString('hex')
  const wanted = line.value('seed')
  const plan = {
    url,
    config,
    ...readLimits(url, line),
    checks: chooseChecks(all, line),
    reports: readReports(line),
    failOn: readFailOn(line),
    baseline: baselineOf(line),
    showSecrets: line.flag('show-secrets'),
    chapters: line.value('chapters'),
  }
  for (const report of plan.reports) if (report.file !== undefined) prepareReportFile(report.file)
  const journal = file === undefined ? undefined : openJournal(file, url.href, wanted, fresh)
  return { ...plan, journal, seed: journal?.seed ?? wanted ?? fresh }
}

function baselineOf(line: CommandLine): Plan['baseline'] {
  const file = line.value('baseline')
  const update = line.flag('update-baseline')
  if (file !== undefined) return { file, accepted: readBaseline(file, update), update }
  if (update) throw new Fault('--update-baseline writes the file that --baseline names; give both.')
  return undefined
}

/** What whoever started it should know before it begins; nothing for this machine, which may be asked anything. */
export function warning({ url, config, rate, budget, checks }: Plan): string | undefined {
  if (isLoopback(url.hostname)) return undefined
  const changes =
    config.own === true
      ? 'Data is made, changed and deleted there, because of --own.'
      : 'Nothing is to be changed there, but a faulty server can change things at any request.'
  return `${url.host} is not this machine. ${checks.length} checks send it up to ${budget} requests, ${rate} a second, many of them malformed, and some of the kind that attackers send. ${changes} Audit only what is yours, or whose owner agrees.`
}
