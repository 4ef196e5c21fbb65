import { writeFileSync } from 'node:fs'
import type { Report } from '../report.ts'
import type { Judgement } from '../reports/judgement.ts'
import { htmlReport } from '../reports/html/html.ts'
import { junit } from '../reports/junit.ts'
import { markdown } from '../reports/markdown.ts'
import { sarif } from '../reports/sarif.ts'
import { paintFor } from '../reports/terminal/paint.ts'
import { terminal } from '../reports/terminal/terminal.ts'
import { Fault } from './fault.ts'
import type { AskedReport, ReportKind } from './settings.ts'

const WRITERS: Readonly<Record<ReportKind, (report: Report, judgement: Judgement) => string>> = {
  html: htmlReport,
  json,
  sarif,
  junit,
  markdown,
}

/** Writes the reports that were asked for; what the terminal is told goes wherever none of them goes. @throws Fault */
export function writeReports(report: Report, judgement: Judgement, asked: readonly AskedReport[]): void {
  const taken = asked.some(({ file }) => file === undefined)
  const stream = taken ? process.stderr : process.stdout
  const width = Math.min(stream.columns ?? 80, 110)
  stream.write(terminal(report, judgement, paintFor(stream), width))
  for (const { kind, file } of asked) {
    const text = WRITERS[kind](report, judgement)
    if (file === undefined) process.stdout.write(text)
    else write(file, text)
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new Fault(`The report ${file} cannot be written: ${(error as Error).message}`)
  }
  process.stderr.write(`Wrote ${file}.\n`)
}

function json(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
