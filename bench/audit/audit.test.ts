// The document says what the last run found, each finding has its cause, and the apps are one API.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, describe, it } from 'vitest'
import { hasPeers } from '../runner/install.ts'
import { apps } from './apps.ts'
import { startApp } from './audit-app.ts'
import { build } from './build.ts'
import { contract, type Step } from './contract.ts'
import { comparison } from './document.ts'
import { reasons } from './reasons/index.ts'
import { mistakesOf } from './reasons/reason.ts'
import { DOCUMENT_FILE, RESULT_FILE, type Result } from './result.ts'

const result = JSON.parse(readFileSync(RESULT_FILE, 'utf8')) as Result
/** Only who measures has the peers. */
const installed = hasPeers(join(import.meta.dirname, '..'))

it('every finding has one cause, and every cause its finding', () => {
  expect(mistakesOf(result, reasons)).toEqual([])
})

it('the document is the one that `bench/audit/run.ts --document` writes', () => {
  expect(readFileSync(DOCUMENT_FILE, 'utf8')).toBe(comparison(result, reasons))
})

describe.skipIf(!installed)('the contract', () => {
  it.each(apps)('is kept by $title', async (app) => {
    build(app)
    await using running = await startApp(app)
    const kept = new Map<string, string>()
    for (const step of contract) await carryOut(running.url, step, kept)
  })
})

async function carryOut(url: string, step: Step, kept: Map<string, string>): Promise<void> {
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole)
  const [method = '', path = ''] = fill(step.request).split(' ')
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(step.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(step.as === undefined ? {} : { authorization: `Bearer ${kept.get(step.as)}` }),
    },
    ...(step.body === undefined ? {} : { body: JSON.stringify(step.body) }),
  })
  const content = await answer.text()
  expect([step.status].flat(), `${step.request}: ${content}`).toContain(answer.status)
  for (const [name, member] of Object.entries(step.keep ?? {})) kept.set(name, JSON.parse(content)[member])
  if (step.location !== undefined) expect(answer.headers.get('location')).toBe(fill(step.location))
  if (step.json !== undefined)
    expect(JSON.parse(content)).toEqual(JSON.parse(fill(JSON.stringify(step.json))))
}
