import { wrap } from '../reports/wrap.ts'
import { OPTIONS } from './options.ts'
import { version } from './version.ts'

/** What `principia-audit --help` says. */
export function help(): string {
  const names = Object.entries(OPTIONS).map(([title, options]): string => {
    const rows = Object.entries<{ readonly value?: string; readonly help: string }>(options)
    return section(
      title,
      rows.map(([name, { value, help: says }]) => [
        `--${name}${value === undefined ? '' : ` ${value}`}`,
        says,
      ]),
    )
  })
  return `${[
    `principia-audit ${version()}: tests any running backend against how a good one behaves.`,
    section('Usage', [
      ['principia-audit <url> [options]', ''],
      ['principia-audit new-check <concept>/<name> [--dir folder]', ''],
    ]),
    section('Examples', [
      ['principia-audit http://localhost:3000', ''],
      ['principia-audit http://localhost:3000 --report html=audit.html', ''],
      ['principia-audit http://localhost:3000 --only caching,routing/not-found', ''],
      ['principia-audit http://localhost:3000 --start "npm start" --ready /ready', ''],
    ]),
    ...names,
    section('Exit codes', [
      ['0', 'Nothing was found that counts (--fail-on, --baseline).'],
      ['1', 'Something was found that counts.'],
      ['2', 'The command line or a file that it names was wrong.'],
      ['3', 'The target could not be reached, or was gone when the audit ended.'],
      ['4', 'The audit was broken off by a signal; what it had is in the reports.'],
    ]),
  ].join('\n\n')}\n`
}

const INDENT = 31

/** Rows in two columns; one that is too long for the left one goes on below. */
function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.flatMap(([left, right]) => {
    if (right === '') return `  ${left}`
    const [first = '', ...more] = wrap(right, 80 - INDENT)
    const fits = left.length + 4 <= INDENT
    const head = fits ? [`  ${left}`.padEnd(INDENT) + first] : [`  ${left}`, ' '.repeat(INDENT) + first]
    return [...head, ...more.map((line) => ' '.repeat(INDENT) + line)]
  })
  return [`${title}:`, ...lines].join('\n')
}
