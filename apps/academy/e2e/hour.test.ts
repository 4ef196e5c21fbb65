import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { visitAcademy } from './academy.ts'
import { browserTest, shoot, withBrowser } from './browser.ts'

const academy = visitAcademy()
let context: BrowserContext
let page: Page
const complaints: string[] = []

if (withBrowser) {
  beforeAll(async () => {
    context = await academy.enter()
    page = await openPage()
  })
}

browserTest(
  "a learner's first hour",
  async () => {
    await page.goto('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(
      await page.getByRole('main').getByRole('link').filter({ hasText: 'Routing' }).count(),
    ).toBeGreaterThan(0)
    await shoot('map', page)

    // Read a chapter without an account.
    await page.getByRole('main').getByRole('link', { name: 'Routing' }).first().click()
    await page.waitForURL('**/learn/routing')
    await page.getByRole('heading', { level: 1, name: 'Routing' }).waitFor()
    await page.getByRole('heading', { level: 2, name: 'Inside' }).waitFor()
    await shoot('chapter', page)

    // Jump to the source that the chapter speaks of, and come back.
    await page.getByRole('main').locator('a[href^="/source/"]').first().click()
    await page.waitForURL('**/source/**')
    await shoot('source', page)
    await page.goBack()
    await page.waitForURL('**/learn/routing')

    // Sign up, and be back at the chapter.
    await page.getByRole('region', { name: 'Your progress' }).getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Create one' }).click()
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Email').fill('ada@example.org')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.getByText('at least 8 characters', { exact: false }).last().waitFor()
    await shoot('sign-up-error', page)
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.waitForURL('**/learn/routing')

    // Mark it in progress; the map knows.
    const marked = page.waitForResponse((response) => response.url().endsWith('/api/progress/routing'))
    await page.getByRole('radio', { name: 'In progress' }).check()
    expect((await marked).status()).toBe(200)
    await page.getByText(/^Since /).waitFor()

    // Write a note; it saves itself.
    await page.keyboard.press('n')
    const key = page.getByLabel('Key concepts')
    await key.fill('A radix tree shares prefixes.')
    await page.locator('.save-state').getByText('Saved', { exact: true }).waitFor()
    await shoot('notes', page)

    // Escape leaves the notes, and gives the focus back to what opens them.
    await page.keyboard.press('Escape')
    await page.locator('.notes-button:focus').waitFor()
    expect(await key.count()).toBe(0)
    await page.keyboard.press('n')
    await key.waitFor()

    // A second tab with the same note, kept from hearing of the first one's saving, as another device would be.
    const second = await openPage({ deaf: true })
    await second.goto('/learn/routing')
    await second.keyboard.press('n')
    await second.getByLabel('Key concepts').waitFor()
    expect(await second.getByLabel('Key concepts').inputValue()).toBe('A radix tree shares prefixes.')
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
    await key.fill('A radix tree shares prefixes, so its cost follows the path.')
    await saved
    await second.getByLabel('Takeaways').fill('Decode once.')
    await second.getByRole('dialog').waitFor()
    await shoot('conflict', second)
    await second.getByRole('button', { name: 'Merge by hand' }).click()
    await second.getByRole('button', { name: 'Save the merged note' }).click()
    await second.locator('.save-state').getByText('Saved', { exact: true }).waitFor()
    expect(await second.getByLabel('Key concepts').inputValue()).toContain('its cost follows the path')
    expect(await second.getByLabel('Takeaways').inputValue()).toContain('Decode once.')
    await second.close()

    // Both texts are on the server.
    await page.reload()
    await openNotes()
    expect(await page.getByLabel('Takeaways').inputValue()).toContain('Decode once.')

    // Find the note by search.
    await page.goto('/search?q=prefixes')
    await page.getByRole('main').getByText('prefixes').first().waitFor()
    await shoot('search', page)
    await page.goto('/notes')
    await page.getByRole('main').getByRole('link', { name: 'Routing' }).first().waitFor()
    await shoot('own-notes', page)

    // Delete it, after a second thought.
    await page.getByRole('button', { name: 'Delete Routing' }).click()
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByRole('button', { name: 'Delete Routing' }).click()
    await shoot('delete-note', page)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Nothing yet.').waitFor()
    expect(await (await context.request.get('/api/notes')).json()).toMatchObject({ items: [] })

    // Watch one's own request in the inspector, while it passes.
    const inspector = await openPage()
    await inspector.goto('/inspector')
    await inspector.getByText('/api/search').first().waitFor()
    await page.goto('/search?q=radix')
    const row = inspector.getByText('/api/search', { exact: false }).first()
    await row.waitFor()
    await row.click()
    await inspector.getByText('ts_headline', { exact: false }).first().waitFor()
    await shoot('inspector', inspector)
    await inspector.close()

    // Sign out.
    await page.goto('/')
    await page.getByRole('button', { name: 'Ada Lovelace' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).waitFor()
    expect((await context.request.get('/api/notes')).status()).toBe(401)

    expect(complaints).toEqual([])
  },
  120_000,
)

/** The panel may stand open from before; its button says so. */
async function openNotes(): Promise<void> {
  const button = page.locator('.notes-button')
  await button.waitFor({ state: 'attached' })
  if ((await button.getAttribute('aria-expanded')) === 'false') await page.keyboard.press('n')
  await page.getByLabel('Takeaways').waitFor()
}

/** A page whose every complaint - a script's error, a refused load, a broken policy - fails the test. */
async function openPage({ deaf = false } = {}): Promise<Page> {
  const opened = await context.newPage()
  if (deaf) await opened.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'))
  opened.on('pageerror', (error) => complaints.push(error.message))
  opened.on('console', (message) => {
    // The browser reports every 4xx answer as an error; those are what the walk provokes on purpose.
    if (message.type() === 'error' && !message.text().includes('status of 4')) complaints.push(message.text())
  })
  return opened
}
