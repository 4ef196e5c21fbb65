import type { Severity } from '../check.ts'
import { isLoopback } from '../target/loopback.ts'
import { severity } from './choose-checks.ts'
import { Fault } from './fault.ts'
import { didYouMean } from '../nearest.ts'
import type { CommandLine } from './options.ts'

/** The address to audit. @throws Fault where it is none, or not this machine's and `--remote` was not given */
export function readAddress(given: string, line: CommandLine): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new Fault(`"${given}" is no address of a backend; give one such as http://localhost:3000.`)
  if (url.username !== '' || url.password !== '')
    throw new Fault(
      'Credentials do not belong into the address; name them under "users" in the configuration.',
    )
  if (!isLoopback(url.hostname) && !line.flag('remote'))
    throw new Fault(
      `${url.host} is not this machine. An audit sends thousands of requests, many of them malformed: ask whoever runs it, then give --remote.`,
    )
  return url
}

/** Limits of the traffic. @throws Fault */
export function readLimits(url: URL, line: CommandLine): { rate: number; budget: number; atOnce: number } {
  const local = isLoopback(url.hostname)
  return {
    rate: count(line, 'rate') ?? (local ? 1000 : 20),
    budget: count(line, 'budget') ?? (local ? 50_000 : 5000),
    atOnce: count(line, 'at-once') ?? 6,
  }
}

/** @throws Fault */
export function readFailOn(line: CommandLine): Severity {
  return severity('fail-on', line.value('fail-on')) ?? 'must'
}

export const REPORT_KINDS = ['html', 'json', 'sarif', 'junit', 'markdown'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

export interface AskedReport {
  readonly kind: ReportKind
  /** Standard output where it is left out. */
  readonly file: string | undefined
}

/** @throws Fault */
export function readReports(line: CommandLine): AskedReport[] {
  const asked = line.values('report').map((given): AskedReport => {
    const [name = '', ...rest] = given.split('=')
    const kind = REPORT_KINDS.find((each) => each === name)
    if (kind === undefined)
      throw new Fault(
        `There is no report "${name}".${didYouMean(name, REPORT_KINDS)} There are ${REPORT_KINDS.join(', ')}.`,
      )
    return { kind, file: rest.length === 0 || rest.join('=') === '' ? undefined : rest.join('=') }
  })
  if (asked.filter(({ file }) => file === undefined).length > 1)
    throw new Fault(
      'Only one report can go to standard output; give the others a file: --report html=audit.html',
    )
  return asked
}

function count(line: CommandLine, name: 'rate' | 'budget' | 'at-once'): number | undefined {
  const given = line.value(name)
  if (given === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new Fault(`--${name} is a number from 1 on; it was given "${given}".`)
  return Number(given)
}
