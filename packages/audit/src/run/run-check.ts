import type { Check, Need } from '../check.ts'
import type { Target } from '../target/target.ts'
import { CannotTell, inconclusive, type Verdict } from '../verdict.ts'
import { Unreachable } from '../wire/connection.ts'
import type { Budget } from './budget.ts'
import { createInspection } from './inspection.ts'
import type { Pulse } from './pulse.ts'
import { randomOf } from './random.ts'

/** What a check came to. */
export interface Outcome {
  readonly check: Check
  readonly verdict: Verdict
  /** Milliseconds. */
  readonly duration: number
}

const WITHIN = 10_000

/**
 * Runs one check. It does not throw: a check that breaks is inconclusive, and says how.
 *
 * @param stop gives it up before its time is over
 * @param pulse is told which requests to the target were answered
 */
export async function runCheck(
  check: Check,
  target: Target,
  budget: Budget,
  seed: string,
  stop?: AbortSignal,
  pulse?: Pulse,
): Promise<Outcome> {
  const begun = performance.now()
  const verdict = missing(check, target) ?? (await run(check, target, budget, seed, stop, pulse))
  return { check, verdict, duration: performance.now() - begun }
}

async function run(
  check: Check,
  target: Target,
  budget: Budget,
  seed: string,
  stop: AbortSignal | undefined,
  pulse: Pulse | undefined,
): Promise<Verdict> {
  const { within = WITHIN } = check
  const late = AbortSignal.timeout(within)
  const time = stop === undefined ? late : AbortSignal.any([late, stop])
  using inspection = createInspection(target, budget, randomOf(`${seed} ${check.id}`), time, pulse)
  const over = new Promise<Verdict>((resolve) =>
    time.addEventListener('abort', () =>
      resolve(inconclusive(late.aborted ? `It took longer than ${within / 1000} s.` : 'It was broken off.')),
    ),
  )
  try {
    return await Promise.race([check.run(inspection), over])
  } catch (error) {
    if (error instanceof CannotTell || error instanceof Unreachable) return inconclusive(error.message)
    return inconclusive(
      `The check itself broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  }
}

const NEEDS: Readonly<Record<Need, { readonly met: (target: Target) => boolean; readonly give: string }>> = {
  write: {
    met: ({ writable }) => writable,
    give: 'Nothing may be changed on this target; say that it is yours with --own.',
  },
  description: {
    met: ({ description }) => description !== undefined,
    give: 'No OpenAPI document was found; give one with --openapi.',
  },
  resource: {
    met: ({ resources, writable }) => writable && resources.length > 0,
    give: 'It needs a collection to make items in; name one under "resources" in the configuration.',
  },
  user: {
    met: ({ users }) => users.length > 0,
    give: 'It needs somebody to sign in as; name them under "users" in the configuration.',
  },
  'two-users': {
    met: ({ users }) => users.length > 1,
    give: 'It needs two people who must not see each other\'s data; name them under "users" in the configuration.',
  },
  process: {
    met: ({ process }) => process !== undefined,
    give: 'It needs to start and stop the target itself; give its command with --start.',
  },
  https: { met: ({ origin }) => origin.protocol === 'https:', give: 'The target is not served over https.' },
}

function missing({ needs = [] }: Check, target: Target): Verdict | undefined {
  const need = needs.find((each) => !NEEDS[each].met(target))
  return need === undefined ? undefined : inconclusive(NEEDS[need].give)
}
