import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, shoot, withBrowser } from '../../../../../apps/academy/e2e/browser.ts'
import { HOSTILE, sample } from '../fixtures/sample.ts'
import { htmlReport } from './html.ts'
import { html } from './markup.ts'

const page = htmlReport(sample, {
  failOn: 'must',
  accepted: new Map([['caching/vary', 'The proxy adds it.']]),
})

describe('markup', () => {
  it('takes all that is put into it as text', () => {
    expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.source).not.toMatch(/<(?!\/?p\b)|onerror=[^&]*"/)
    expect(html`<p>${[html`<b>${'<i>'}</b>`, 1, undefined]}</p>`.source).toBe('<p><b>&lt;i&gt;</b>1</p>')
  })
})

describe('the page', () => {
  it('takes nothing that the target said for an element', () => {
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).not.toMatch(/<img|<svg[^>]*onload/)
  })

  it('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/<(?:link|iframe|object|embed)\b|<[^<>]*\ssrc=|url\(|@import/)
    expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;;/)
  })

  it('is at most 60 KB without results', () => {
    const empty = htmlReport(
      { ...sample, results: [], concepts: [] },
      { failOn: 'must', accepted: new Map() },
    )
    expect(Buffer.byteLength(empty)).toBeLessThan(60_000)
  })
})

describe.skipIf(!withBrowser)('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-page-'))
  const address = pathToFileURL(join(folder, 'audit.html')).href
  let browser: Browser
  const troubles: string[] = []

  beforeAll(async () => {
    writeFileSync(join(folder, 'audit.html'), page)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  async function open(options: { readonly javaScriptEnabled?: boolean } = {}): Promise<Page> {
    const context = await browser.newContext(options)
    const opened = await context.newPage()
    opened.on('dialog', (dialog) => {
      troubles.push(dialog.message())
      void dialog.dismiss()
    })
    opened.on('console', (message) => troubles.push(message.text()))
    opened.on('pageerror', (error) => troubles.push(error.message))
    opened.on('request', (request) => {
      if (request.url() !== address) troubles.push(request.url())
    })
    await opened.goto(address)
    return opened
  }

  const shown = (opened: Page) =>
    opened
      .locator('.result:visible code')
      .filter({ hasText: /^[a-z]+\/[a-z-]+$/ })
      .allTextContents()

  it('shows what the target said as it was, and runs none of it', async () => {
    const opened = await open()
    const result = opened.locator('[id="caching/etag-changes"]')
    await result.locator('summary').click()
    expect(await result.locator('.says').textContent()).toContain('<img src=x onerror=alert(2)>')
    expect(await result.locator('mark').textContent()).toContain('</pre></script><script>alert(1)</script>')
    expect(await result.locator('mark i').allTextContents()).toEqual(['\\x1b', '\\x07', '\\0', '\\u{202e}'])
    await shoot('audit-report', opened)
    expect(troubles).toEqual([])
  })

  it('filters by severity, outcome, concept and text', async () => {
    const opened = await open()
    expect(await shown(opened)).toHaveLength(8)
    await opened.getByText('good', { exact: true }).click()
    expect(await shown(opened)).toHaveLength(6)
    await opened.locator('select').selectOption('caching')
    expect(await shown(opened)).toEqual(['caching/etag-changes', 'caching/vary'])
    await opened.locator('fieldset').getByText('may', { exact: true }).click()
    expect(await shown(opened)).toEqual(['caching/etag-changes'])
    await opened.locator('output').getByText('1 of 8').waitFor()
    await opened.keyboard.press('/')
    await opened.keyboard.type('somebody sign in')
    await opened.locator('select').selectOption('')
    expect(await shown(opened)).toEqual(['authentication/expired', 'authentication/none'])
    await opened.locator('input[type=search]').fill('nowhere')
    await opened.getByText('Show all').click()
    await opened.locator('output').getByText('8 of 8').waitFor()
    await opened.locator('.concepts a', { hasText: 'routing' }).click()
    expect(await shown(opened)).toEqual(['routing/not-found', 'routing/head', 'routing/allow'])
  })

  it('goes from check to check with j and k, and opens one with Enter', async () => {
    const opened = await open()
    await opened.keyboard.press('j')
    await opened.keyboard.press('j')
    await opened.keyboard.press('k')
    await opened.keyboard.press('Enter')
    expect(await opened.locator('.result[open]').getAttribute('id')).toBe('routing/not-found')
  })

  it('copies the line that does it again', async () => {
    const opened = await open()
    await opened.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const result = opened.locator('[id="routing/not-found"]')
    await result.locator('summary').click()
    await result.getByText('Copy').click()
    await result.getByText('Copied').waitFor()
    expect(await opened.evaluate('navigator.clipboard.readText()')).toContain('curl -i --http1.1')
  })

  it('opens the check that its address names', async () => {
    const opened = await open()
    await opened.goto(`${address}#routing/head`)
    expect(await opened.locator('.result[open]').getAttribute('id')).toBe('routing/head')
  })

  it('can be read, filtered and leafed through without its script', async () => {
    const opened = await open({ javaScriptEnabled: false })
    await opened.locator('fieldset').getByText('found', { exact: true }).click()
    expect(await shown(opened)).toHaveLength(5)
    await opened.locator('fieldset').getByText('found', { exact: true }).click()
    const result = opened.locator('[id="routing/not-found"]')
    await result.locator('summary').click()
    await result.getByText('nginx').click()
    await result.getByText('try_files').waitFor()
    expect(await result.getByText('Copy').isVisible()).toBe(false)
  })
})
