import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { check, checks as allChecks, type Check } from '@principia/audit'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { defineAuditor } from '../src/audits/auditor.ts'
import { visitAcademy } from './academy.ts'
import { browserTest, shoot, withBrowser } from './browser.ts'

/** Holds the last check until the page has been looked at while the audit runs. */
const gate = Promise.withResolvers<void>()

const waits = allChecks
  .filter(({ id }) => id === 'routing/not-found')
  .map((one: Check) =>
    check({
      ...one,
      id: 'routing/not-found-late',
      async run(inspection) {
        await gate.promise
        return one.run(inspection)
      },
    }),
  )
const quick = allChecks.filter(
  ({ id, alone, needs = [], within = 0 }) =>
    /^(routing|http|security|caching)\//.test(id) && alone !== true && needs.length === 0 && within <= 10_000,
)

const academy = visitAcademy({
  env: { AUDIT: 'loopback' },
  services: { auditor: defineAuditor([...quick, ...waits]) },
})

let target: Server
let context: BrowserContext
let page: Page

if (withBrowser) {
  beforeAll(async () => {
    // Its two flaws: what is not there is answered with success, and its HTML says nothing of its type.
    target = createServer((request, response) => {
      if (request.url === '/') response.setHeader('content-type', 'application/json')
      response.end(request.url === '/' ? '{"books":"/books"}' : '<h1>Nothing\u0007 here</h1>')
    }).listen(0, '127.0.0.1')
    await once(target, 'listening')
    context = await academy.enter()
    page = await context.newPage()
  })
  afterAll(() => {
    gate.resolve()
    target?.close()
    target?.closeAllConnections()
  })
}

browserTest(
  'who is not signed in is told what it is',
  async () => {
    await page.goto('/audit')
    await page.getByText('Is your backend fit for production?').waitFor()
    await shoot('audit-signed-out', page)
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Create one' }).click()
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Email').fill('ada@example.org')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.waitForURL('**/audit')
    await page.getByText('Nothing is audited yet.').waitFor()
    await shoot('audit-empty', page)
  },
  60_000,
)

browserTest(
  'a target elsewhere, and a configuration with mistakes, are refused beside their fields',
  async () => {
    const field = page.getByLabel('A backend on this machine')
    await field.fill('http://example.org')
    await page.getByRole('button', { name: 'Audit', exact: true }).click()
    await page.locator('#target-error').getByText('example.org is not this machine').waitFor()
    await field.fill(address())
    await page.getByText('What cannot be found out').click()
    await page.getByLabel('Configuration, as JSON').fill('{"user": []}')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Audit', exact: true }).click()
    await page.locator('#config-error').getByText('user').waitFor()
    await shoot('audit-refused', page)
    await page.getByLabel('Configuration, as JSON').fill('')
  },
  60_000,
)

browserTest(
  'an audit is watched as it goes, and its findings are there at the end',
  async () => {
    await page.getByRole('button', { name: 'Audit', exact: true }).click()
    await page.locator('.live-findings li').first().waitFor()
    await page.getByText(`${quick.length} of ${quick.length + 1} checks`).waitFor()
    await shoot('audit-live', page)

    // Another page of the same audit begins where it is now.
    const other = await context.newPage()
    await other.goto('/audit')
    await other.getByText(`${quick.length} of ${quick.length + 1} checks`).waitFor()
    await other.close()

    gate.resolve()
    await page.getByRole('heading', { level: 3, name: /^must/i }).waitFor()
    const finding = page.locator('.finding', { hasText: 'routing/not-found-late' })
    await finding.locator('summary').first().click()
    await finding.locator('.evidence mark').waitFor()
    expect(await finding.locator('.evidence').first().textContent()).toContain('Nothing\\x07 here')
    expect(await page.locator('.finding h1').count()).toBe(0)
    await shoot('audit-report', page)
  },
  60_000,
)

browserTest(
  'the history stays, with the score of each concept, and the report opens as a page of its own',
  async () => {
    await page.goto('/audit')
    await page.locator('.audit-history li').getByText(address()).waitFor()
    await page.locator('.audit-concepts li').first().waitFor()
    await page.locator('.audit-concepts').scrollIntoViewIfNeeded()
    await shoot('audit-history', page)
    const [report] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'The whole report as a page' }).click(),
    ])
    await report.getByRole('heading', { level: 1, name: address() }).waitFor()
    // Its script runs, in its sandbox: it has counted what is shown.
    await report
      .locator('output')
      .getByText(/\d+ of \d+/)
      .waitFor()
    await report.close()

    await page.goto('/learn/routing')
    await page.locator('.score-note').getByText('Audit:').waitFor()
    await page.locator('.score-note a').click()
    await page.locator('.audit-report').waitFor()
  },
  60_000,
)

browserTest(
  'a report is pasted, compared, and forgotten',
  async () => {
    const { items } = (await (await context.request.get('/api/audits')).json()) as { items: { id: string }[] }
    const kept = (await (await context.request.get(`/api/audits/${items[0]?.id}`)).json()) as {
      report: object
    }
    await page.getByText('A report of the command line').click()
    await page.getByLabel('The report, as JSON').fill('{}')
    await page.getByRole('button', { name: 'Keep the report' }).click()
    await page.getByText('It is not of the form of a report').waitFor()
    await page
      .getByLabel('The report, as JSON')
      .fill(JSON.stringify({ ...kept.report, startedAt: '2026-01-01T10:00:00Z' }))
    await page.getByRole('button', { name: 'Keep the report' }).click()
    await page.locator('.audit-history li').getByText('pasted').waitFor()
    await page.getByRole('img', { name: /^Scores of/ }).waitFor()
    await page.locator('.audit-history').scrollIntoViewIfNeeded()
    await shoot('audit-pasted', page)
    await page
      .getByRole('button', { name: /^Forget/ })
      .last()
      .click()
    await page.getByRole('img', { name: /^Scores of/ }).waitFor({ state: 'detached' })
    expect(await page.locator('.audit-history li').count()).toBe(1)
  },
  60_000,
)

function address(): string {
  return `http://127.0.0.1:${(target.address() as AddressInfo).port}/`
}
