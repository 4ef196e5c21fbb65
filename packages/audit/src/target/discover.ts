import { createInspection, type Inspection } from '../run/inspection.ts'
import type { Budget } from '../run/budget.ts'
import { randomOf } from '../run/random.ts'
import type { AuditConfig } from './config.ts'
import type { Page, Target } from './target.ts'

/**
 * Finds out what can be known of a target without changing anything: its pages, its description, what it guards.
 *
 * @throws Unreachable
 */
export async function discover(
  url: string,
  config: AuditConfig,
  budget: Budget,
  seed: string,
): Promise<Target> {
  const { origin, pathname } = new URL(url)
  const base = pathname.replace(/\/$/, '')
  const random = randomOf(`${seed} discover`)
  const bare: Target = {
    origin: new URL(origin),
    base,
    writable: config.own ?? isLoopback(new URL(origin).hostname),
    pages: [],
    missing: () => `${base}/${random.word(12)}`,
    description: undefined,
    users: [],
    signIn: undefined,
    resources: [],
    guarded: config.guarded ?? [],
    health: config.health ?? {},
    allowedOrigin: config.allowedOrigin,
    process: undefined,
  }
  using inspection = createInspection(bare, budget, random, AbortSignal.timeout(30_000))
  return { ...bare, pages: await findPages(inspection) }
}

async function findPages({ send, target }: Inspection): Promise<Page[]> {
  const path = `${target.base}/`
  const seen = await send({ path })
  return seen.answer.status < 300 ? [{ path, seen }] : []
}

/** Whether a host is this machine itself (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    hostname.startsWith('127.')
  )
}
