import type { IdempotencyStore, Isolation } from '../context/index.ts'
import { problems } from '../errors/index.ts'
import type { Route } from '../routing/index.ts'
import type { Answer } from './answer.ts'
import { claimOf, rememberKey } from './idempotency-claim.ts'
import { readKey } from './idempotency-key.ts'
import { prepareStep } from './idempotency-prepare.ts'
import { replay, toKept } from './kept-answer.ts'
import type { Around, Step } from './step.ts'

/** The services that can keep answers, by name; the store itself once they are started. */
export type IdempotencyStores = ReadonlyMap<string, IdempotencyStore | undefined>

/** How a route with `idempotent` treats requests; `true` is `{}`. */
export interface IdempotencyOptions {
  /** Whether a request without a key is refused. By default it is carried out, and can be so twice. */
  readonly required?: boolean
  /** Milliseconds for which an answer is kept: a day unless said. */
  readonly ttl?: number
  /** The isolation of the transaction in which the handler runs; PostgreSQL's default is `read committed`. */
  readonly isolation?: Isolation
  /** The name of the database service, where the app has several. */
  readonly service?: string
  /**
   * A function for work that comes before the transaction, so that no connection waits for it: hashing a password,
   * asking another service. It gets the validated request; what it gives, the handler finds as `prepared`. What it
   * throws is the answer, and is not kept.
   *
   * It runs once per attempt, however often a conflict has the handler run again, and not for one whose answer is
   * kept already. Two attempts at once may both prepare, one of them in vain: nothing may depend on its having run.
   *
   * @example
   * route('POST /account', { access: 'public', body: Account, idempotent: { prepare: ({ body }) => hash(body.password) } },
   *   ({ db, body, prepared }) => createAccount(db, body, prepared))
   */
  readonly prepare?: object
}

const DAY = 86_400_000

/**
 * The step of a route that is carried out once per `Idempotency-Key` (IETF draft "The Idempotency-Key HTTP Header
 * Field"), around its handler.
 *
 * Invariant: what is committed is kept, and what is not kept is rolled back. The handler's work and its answer
 * are one transaction, and the client is answered after its commit. So a retry after a crash finds both or
 * neither, wherever it happened.
 */
export function idempotencyStep(route: Route, stores: IdempotencyStores): Step[] {
  const options = idempotencyOf(route)
  if (options === undefined) return []
  const service = options.service ?? [...stores.keys()][0] ?? ''
  const ttl = options.ttl ?? DAY
  const isolation = options.isolation
  const key = options.required === true ? 'key required' : 'by its key, if it has one'
  const how = isolation === undefined ? '' : `, ${isolation}`
  const store = stores.get(service)
  return [
    ...prepareStep(route, options.prepare, { service, ttl, store }),
    {
      kind: 'around',
      name: 'idempotency',
      says: `once ${key}, kept ${ttl} ms; one transaction of ${service}${how}`,
      run: toAround(route, { service, ttl, isolation, store }),
    },
  ]
}

/** Refuses a key that is none before anything else is read. */
export function idempotencyKeyStep(route: Route): Step[] {
  const options = idempotencyOf(route)
  if (options === undefined) return []
  const required = options.required === true
  return [
    {
      kind: 'before',
      name: 'key',
      says: `Idempotency-Key, ${required ? 'required' : 'optional'} (400 if malformed)`,
      run(context) {
        const key = readKey(context, required)
        if (key !== undefined) rememberKey(context, key)
      },
    },
  ]
}

export function idempotencyOf({ spec: { idempotent } }: Route): IdempotencyOptions | undefined {
  if (idempotent === undefined || idempotent === false) return undefined
  return idempotent === true ? {} : idempotent
}

interface Settings {
  readonly service: string
  readonly ttl: number
  readonly isolation: Isolation | undefined
  readonly store: IdempotencyStore | undefined
}

function toAround(route: Route, { service, ttl, isolation, store }: Settings): Around {
  return async (context, _response, next) => {
    if (store === undefined) throw new Error(`The service "${service}" was not started.`)
    const claim = claimOf(route, context, ttl)
    let made: Answer | undefined
    const work = async (transaction: unknown) => {
      context.stage('claim')
      // The service itself is on the prototype.
      Object.defineProperty(context, service, { value: transaction, configurable: true, enumerable: true })
      made = await next()
      if (made.status >= 500) throw new NotKept(made)
      return toKept(route, made)
    }
    try {
      const claimed = await store.run(work, { claim, isolation })
      if (claimed.kind === 'in-use') throw inUse()
      if (claimed.kind === 'kept') {
        context.stage('replay')
        return replay(claimed.answer, claimed.fingerprint, claim)
      }
      context.stage('commit')
    } catch (error) {
      if (error instanceof NotKept) return error.answer
      throw error
    } finally {
      Reflect.deleteProperty(context, service)
    }
    if (made === undefined) throw new Error(`The service "${service}" did not run the work of a transaction.`)
    return made
  }
}

/** An answer after which nothing may be committed. */
class NotKept extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`answered ${answer.status}, which is not kept`)
    this.answer = answer
  }
}

function inUse(): Error {
  return problems.idempotencyKeyInUse('It is under way. Ask again in a moment for its answer.', {
    headers: { 'retry-after': '1' },
  })
}
