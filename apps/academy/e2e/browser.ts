import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The system's browser, or `undefined` where there is none. */
export const browserPath = PLACES.find((path) => path !== undefined && existsSync(path))

export function launchBrowser(): Promise<Browser> {
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
    ],
  })
}
