import type { Inspection } from '../../run/inspection.ts'
import type { Page, Target } from '../../target/target.ts'
import type { Answered } from '../../wire/exchange.ts'

/** Pages that are asked with another method. */
export const MOST_PAGES = 4

/**
 * Methods that a page is unlikely to have, and that change nothing: PROPFIND is safe (RFC 4918 section 9.1), and PATCH
 * without content has nothing to apply. PATCH is left out where the description has it, or where nothing may be changed.
 */
export function otherMethods(page: Page, { writable, description }: Target): string[] {
  const described = description?.operations.some(
    ({ method, path }) => method === 'PATCH' && path === page.operation?.path,
  )
  return writable && described !== true ? ['PROPFIND', 'PATCH'] : ['PROPFIND']
}

/** Asks for a page with a method. Those that could carry content say that they have none. */
export function ask(send: Inspection['send'], { path, as }: Page, method: string): Promise<Answered> {
  return send({ method, path, as, ...(CARRIES.has(method) ? { body: '' } : {}) })
}

const CARRIES = new Set(['POST', 'PUT', 'PATCH'])

/** Each page with each of the other methods. */
export function probes(target: Target): { readonly page: Page; readonly method: string }[] {
  return target.pages
    .slice(0, MOST_PAGES)
    .flatMap((page) => otherMethods(page, target).map((method) => ({ page, method })))
}
