// node --conditions=principia-source bench/audit/run.ts [--only fastify,hono] [--document]
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Report } from '@principia/audit'
import { installPeers } from '../runner/install.ts'
import { apps, type App } from './apps.ts'
import { auditApp } from './audit-app.ts'
import { build } from './build.ts'
import { comparison } from './document.ts'
import { reasons } from './reasons/index.ts'
import { mistakesOf } from './reasons/reason.ts'
import { DOCUMENT_FILE, RESULT_FILE, toResult, type Result } from './result.ts'

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, document: { type: 'boolean', default: false } },
})

if (!options.document) await auditAll(options.only?.split(','))
if (options.only === undefined) writeDocument()

async function auditAll(only: readonly string[] | undefined): Promise<void> {
  installPeers(fileURLToPath(new URL('..', import.meta.url)))
  const audited: { app: App; report: Report }[] = []
  for (const app of apps.filter(({ name }) => only?.includes(name) ?? true)) {
    build(app)
    const report = await auditApp(app, (done, all) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K${app.title}: ${done} of ${all} checks`)
    })
    audited.push({ app, report })
    tell(app, report)
  }
  if (only !== undefined) return
  writeFileSync(RESULT_FILE, `${JSON.stringify(toResult(audited), undefined, 2)}\n`)
}

function tell({ title }: App, { score, results, duration }: Report): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001B[K')
  console.log(`${title}: ${score.score} (${score.failed} findings, ${Math.round(duration / 1000)} s)`)
  for (const { id, severity, outcome, says = '' } of results)
    if (outcome === 'failed') console.log(`  ${severity.padEnd(6)} ${id}: ${says}`)
}

function writeDocument(): void {
  const result = JSON.parse(readFileSync(RESULT_FILE, 'utf8')) as Result
  writeFileSync(DOCUMENT_FILE, comparison(result, reasons))
  for (const mistake of mistakesOf(result, reasons)) {
    console.error(mistake)
    process.exitCode = 1
  }
}
