import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { test } from 'vitest'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const browserPath = PLACES.find((path) => path !== undefined && existsSync(path))

/** A machine without a browser can still run all other tests; on CI its absence is a failure. */
export const withBrowser = browserPath !== undefined || process.env.CI === 'true'

export const browserTest = withBrowser ? test : test.skip

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  if (browserPath === undefined) {
    throw new Error('No Chromium was found. Install the package "chromium", or set CHROMIUM_PATH.')
  }
  return chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  })
}

/** Where screenshots go, for a person to look at; none are taken where it is not set. */
const screenshots = process.env.SCREENSHOTS

/** The page in light and dark, wide and narrow. */
export async function shoot(name: string, page: Page): Promise<void> {
  if (screenshots === undefined) return
  mkdirSync(screenshots, { recursive: true })
  const size = page.viewportSize()
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: join(screenshots, `${name}-${scheme}-${width}.png`) })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (size !== null) await page.setViewportSize(size)
}
