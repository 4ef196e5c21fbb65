import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { visitAcademy } from './academy.ts'
import { browserTest, withBrowser } from './browser.ts'

const academy = visitAcademy()
let context: BrowserContext
let page: Page

if (withBrowser) {
  beforeAll(async () => {
    context = await academy.enter()
    page = await context.newPage()
  })
}

browserTest(
  'what was written before signing up is saved by signing up',
  async () => {
    await page.goto('/learn/routing')
    await page.keyboard.press('n')
    await page.getByLabel('Key concepts').fill('Written by a stranger.')
    await saying('Kept on this device.')
    await page.goto('/sign-up?return=%2Fnotes')
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Email').fill('ada@example.org')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await page.waitForURL('**/notes')
    await page.locator('.note-list').getByText('Written by a stranger.').waitFor()
    expect(await page.getByText(/Nothing yet|not yet saved/).count()).toBe(0)
  },
  60_000,
)

browserTest(
  'without a connection one writes all the same, and it is saved when there is one again',
  async () => {
    await page.goto('/learn/http')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await context.setOffline(true)
    // This tab keeps its notes open from page to page; opened anew they have to be read.
    await closeNotes()
    await page.keyboard.press('n')
    await saying('No connection: what you saved before cannot be shown.')
    await page.getByLabel('Takeaways').fill('Written in a tunnel.')
    await saying('Not saved: no connection. Kept on this device.')
    expect(await page.locator('.notes-panel').textContent()).not.toMatch(/attempts|fetch|api/)

    // Closed and opened again, the text is there, though the server is not.
    await closeNotes()
    await page.keyboard.press('n')
    await page.getByLabel('Takeaways').waitFor()
    expect(await page.getByLabel('Takeaways').inputValue()).toBe('Written in a tunnel.')

    await context.setOffline(false)
    await page.locator('.save-state').getByText('Saved', { exact: true }).waitFor()
    await page.goto('/notes')
    await page.locator('.note-list').getByText('Written in a tunnel.').waitFor()
  },
  60_000,
)

browserTest(
  'a note that is there, opened without a connection, is shown once it can be read',
  async () => {
    await page.goto('/learn/routing')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await closeNotes()
    await context.setOffline(true)
    await page.keyboard.press('n')
    await saying('No connection: what you saved before cannot be shown.')
    await context.setOffline(false)
    await page.locator('.save-state').getByText('Saved', { exact: true }).waitFor()
    expect(await page.getByLabel('Key concepts').inputValue()).toBe('Written by a stranger.')
  },
  60_000,
)

async function saying(words: string): Promise<void> {
  await page.locator('.save-state').getByText(words).waitFor()
}

async function closeNotes(): Promise<void> {
  const close = page.getByRole('button', { name: 'Close notes' }).last()
  if (await close.isVisible()) await close.click()
}
