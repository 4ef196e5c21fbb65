import type { IdempotencyStore } from '../context/index.ts'
import type { Route } from '../routing/index.ts'
import type { RequestContext } from './context.ts'
import { claimOf } from './idempotency-claim.ts'
import { replay } from './kept-answer.ts'
import type { Step } from './step.ts'

interface Settings {
  readonly service: string
  readonly ttl: number
  readonly store: IdempotencyStore | undefined
}

/**
 * The step of a route that does its long work before its transaction: around that, and so outside of it.
 *
 * A request whose answer is kept is answered here, by one query. Not only to save the work: what was done once must not
 * be refused afterwards because preparing it anew fails.
 */
export function prepareStep(
  route: Route,
  prepare: object | undefined,
  { service, ttl, store }: Settings,
): Step[] {
  if (prepare === undefined) return []
  if (!isFunction(prepare)) {
    throw new TypeError(
      `\`idempotent.prepare\` is a function that is given the request's context; got ${JSON.stringify(prepare)}.`,
    )
  }
  return [
    {
      kind: 'around',
      name: 'prepare',
      says: 'before the transaction; not for a key whose answer is kept',
      at: route.definedAt,
      async run(context, _response, next) {
        if (store === undefined) throw new Error(`The service "${service}" was not started.`)
        const claim = claimOf(route, context, ttl)
        const kept = claim === undefined ? undefined : await store.find(claim)
        if (kept !== undefined) {
          context.stage('replay')
          return replay(kept.answer, kept.fingerprint, claim)
        }
        const prepared = await prepare(context)
        context.stage('prepare')
        Object.assign(context, { prepared })
        return next()
      },
    },
  ]
}

function isFunction(value: object): value is (context: RequestContext) => unknown {
  return typeof value === 'function'
}
