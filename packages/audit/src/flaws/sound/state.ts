import { randomBytes } from 'node:crypto'
import { createIdentities, type Identities } from './identity.ts'
import { createReplays, type Replays } from './idempotency.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createNotes, type Notes } from './notes.ts'
import { createWindow, type Window } from './rate-limit.ts'

/** All that one sound server remembers. */
export interface State {
  readonly notes: Notes
  readonly identities: Identities
  readonly replays: Replays
  readonly attempts: Window
  readonly metrics: Metrics
  /** Signs cursors. */
  readonly secret: Buffer
}

export function createState(): State {
  return {
    notes: createNotes(),
    identities: createIdentities(),
    replays: createReplays(),
    attempts: createWindow(20, 60_000),
    metrics: createMetrics(),
    secret: randomBytes(32),
  }
}
