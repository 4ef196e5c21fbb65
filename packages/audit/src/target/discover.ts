import type { Budget } from '../run/budget.ts'
import { createInspection } from '../run/inspection.ts'
import { randomOf } from '../run/random.ts'
import type { AuditConfig } from './config.ts'
import { contact, describeContact } from './discover/contact.ts'
import { findDescription, givenDescription } from './discover/find-description.ts'
import { findHealth } from './discover/find-health.ts'
import { findPages } from './discover/find-pages.ts'
import { findResources } from './discover/find-resources.ts'
import { createProbe } from './discover/probe.ts'
import { tellRecording, withExamples, withRecording } from './discover/recorded.ts'
import { servesFew } from './discover/serves-few.ts'
import { signUsersIn } from './discover/sign-in.ts'
import { isLoopback } from './loopback.ts'
import type { Target } from './target.ts'
import { tell } from './discover/tell.ts'
import { tellRefused } from './discover/tell-refused.ts'

/** Milliseconds that finding out may take. */
const WITHIN = 30_000

/**
 * Finds out what can be known of a target: its pages, its description, what it guards. It changes nothing there but what
 * signing in changes: besides that it sends GET alone.
 *
 * @param stop gives it up: what waits for an answer then fails
 * @throws Unreachable
 * @throws BadTarget where no web server answers, or it sends everybody elsewhere
 * @throws BadHar
 * @throws BadDescription where the document that the configuration names cannot be read
 */
export async function discover(
  url: string,
  given: AuditConfig,
  budget: Budget,
  seed: string,
  stop?: AbortSignal,
): Promise<Target> {
  const { origin, hostname, pathname } = new URL(url)
  const { config, recording } = await withRecording(given, new URL(origin))
  const base = pathname.replace(/\/+$/, '')
  const random = randomOf(`${seed} discover`)
  const bare: Target = {
    origin: new URL(origin),
    base,
    writable: config.own ?? isLoopback(hostname),
    pages: [],
    missing: () => `${base}/${random.word(12)}`,
    description: undefined,
    users: [],
    signIn: undefined,
    resources: [],
    guarded: [],
    health: {},
    allowedOrigin: config.allowedOrigin,
    slow: config.slow && { within: 30_000, ...config.slow },
    process: undefined,
    known: [],
  }
  const late = AbortSignal.timeout(WITHIN)
  const time = stop === undefined ? late : AbortSignal.any([late, stop])
  using inspection = createInspection(bare, budget, random, time)
  stop?.addEventListener('abort', () => inspection[Symbol.dispose]())
  const met = await contact(inspection)
  const probe = createProbe(inspection, met.start.answer.lastByte)
  const [described, signedIn] = await Promise.all([
    config.openapi === undefined
      ? findDescription(bare, met.start, probe)
      : givenDescription(config.openapi, bare, probe).then((description) => ({ description, says: [] })),
    signUsersIn(config, probe, random),
  ])
  const description =
    described.description === undefined || recording === undefined
      ? described.description
      : withExamples(described.description, recording)
  const { users, signIn } = signedIn
  const [health, { pages, guarded, says }] = await Promise.all([
    findHealth(config, base, description, met, probe),
    findPages({ config, origin: bare.origin, base, description, users, contact: met, probe, seed }),
  ])
  const resources = findResources(config, description, users, seed)
  const refused = await tellRefused(users, { pages, guarded, resources }, probe)
  const few = await servesFew(inspection, { path: `${base}/` }, met.start.answer.lastByte)
  const target: Target = {
    ...bare,
    description,
    users,
    signIn,
    health,
    pages,
    guarded,
    resources,
    servesFew: few,
  }
  return {
    ...target,
    known: [
      ...describeContact(met, bare.origin),
      ...described.says,
      ...(recording === undefined ? [] : [tellRecording(recording, config.har?.file ?? '')]),
      ...signedIn.says,
      ...refused,
      ...says,
      ...(late.aborted
        ? [`Looking around took longer than ${WITHIN / 1000} s; not everything was looked at.`]
        : []),
      ...tell(target),
    ],
  }
}
