import type { Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { visitAcademy } from './academy.ts'
import { browserTest, shoot } from './browser.ts'

const academy = visitAcademy()

/** A page whose first sign-ups reach the server, while their answers are lost on the way. */
async function openSignUp(lost: number): Promise<{ page: Page; keys: (string | undefined)[] }> {
  const context = await academy.enter()
  const page = await context.newPage()
  const keys: (string | undefined)[] = []
  await page.route('**/api/account', async (route) => {
    keys.push(keyOf(route.request()))
    if (keys.length > lost) return route.continue()
    // Asked outside of the page: its cookie does not reach the browser either.
    const asked = route.request()
    await fetch(`${academy.url()}/api/account`, {
      method: 'POST',
      headers: asked.headers(),
      body: asked.postData(),
    })
    return route.abort('connectionreset')
  })
  await page.goto('/sign-up')
  return { page, keys }
}

const keyOf = (request: Request) => request.headers()['idempotency-key']

async function fill(page: Page, email: string): Promise<void> {
  await page.getByLabel('Name').fill('Grace Hopper')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create the account' }).click()
}

browserTest('a sign-up whose answer is lost ends with the person signed in, and one account', async () => {
  const { page, keys } = await openSignUp(1)
  await shoot('sign-up', page)
  await fill(page, 'grace@example.org')
  await page.getByRole('button', { name: 'Grace Hopper' }).waitFor()
  expect([keys.length, new Set(keys).size]).toEqual([2, 1])
  const me = (await (await page.context().request.get('/api/me')).json()) as unknown
  expect(me).toMatchObject({ user: { email: 'grace@example.org' } })
})

browserTest('so does one that a person sends again, after all of its attempts were lost', async () => {
  // The client tries three times by itself.
  const { page, keys } = await openSignUp(3)
  await fill(page, 'hopper@example.org')
  await page.getByText('The server does not answer').waitFor()
  await shoot('sign-up-unanswered', page)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByRole('button', { name: 'Grace Hopper' }).waitFor()
  expect([keys.length, new Set(keys).size]).toEqual([4, 1])
})

browserTest('an address that has an account is refused, whatever the key', async () => {
  const { page } = await openSignUp(0)
  await fill(page, 'taken@example.org')
  await page.getByRole('button', { name: 'Grace Hopper' }).waitFor()
  const { page: other } = await openSignUp(0)
  await fill(other, 'taken@example.org')
  await other.getByText('This address has an account already').waitFor()
  await shoot('sign-up-taken', other)
})
