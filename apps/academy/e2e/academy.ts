import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { start, type Running, type Service } from 'principia'
import { freshServices } from 'principia/testing'
import { afterAll, beforeAll } from 'vitest'
import academy from '../src/app.ts'
import { launchBrowser, withBrowser } from './browser.ts'

export interface AcademyOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Takes the place of services by name. */
  readonly services?: Readonly<Record<string, Service<unknown>>>
}

/** Starts the Academy and a browser before a file's tests, and stops both after them. */
export function visitAcademy({ env = {}, services = {} }: AcademyOptions = {}) {
  let running: Running
  let browser: Browser
  if (withBrowser) {
    beforeAll(async () => {
      running = await start(academy, {
        env: { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent', ...env },
        services: { ...freshServices(academy), ...services },
      })
      browser = await launchBrowser()
    })
    afterAll(async () => {
      await browser?.close()
      await running?.stop()
    })
  }
  return {
    /** Where the Academy is. */
    url: () => running.url,
    /** One visitor, with cookies of their own. */
    enter: (options: BrowserContextOptions = {}): Promise<BrowserContext> =>
      browser.newContext({
        baseURL: running.url,
        reducedMotion: 'reduce',
        viewport: { width: 1280, height: 900 },
        ...options,
      }),
  }
}
