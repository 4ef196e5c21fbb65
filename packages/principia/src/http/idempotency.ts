import type { IdempotencyClaim, IdempotencyStore, Isolation, KeptAnswer } from '../context/index.ts'
import { problems } from '../errors/index.ts'
import type { ReplyHeaders, Route } from '../routing/index.ts'
import type { Answer } from './answer.ts'
import type { RequestContext } from './context.ts'
import { formatHttpDate } from './http-date.ts'
import { digestOf, fingerprint, readKey } from './idempotency-key.ts'
import type { Around, Step } from './step.ts'
import { discard } from './stream.ts'

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
  return [
    {
      kind: 'around',
      name: 'idempotency',
      says: `once ${key}, kept ${ttl} ms; one transaction of ${service}${how}`,
      run: toAround(route, { service, ttl, isolation, store: stores.get(service) }),
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
        if (key !== undefined) keys.set(context, key)
      },
    },
  ]
}

const keys = new WeakMap<RequestContext, string>()

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
      return keep(route, made)
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

function claimOf(route: Route, context: RequestContext, ttl: number): IdempotencyClaim | undefined {
  const key = keys.get(context)
  if (key === undefined) return undefined
  const id = digestOf([route.method, route.path, callerOf(route, context), key])
  return { id, fingerprint: fingerprint(context, key), ttl }
}

/** A public route's callers share one space of keys: a key is then a secret between client and server. */
function callerOf({ spec, method, path, definedAt }: Route, { trace }: RequestContext): string {
  if (spec.access === 'public') return ''
  if (trace.userId !== undefined) return trace.userId
  throw new Error(
    `${method} ${path} (${definedAt}) is idempotent, but its access rule gives a user without an \`id\`, so one ` +
      'caller’s keys could not be told from another’s. Have `check` return an object with an `id`.',
  )
}

function keep(
  { method, path, definedAt }: Route,
  { status, type, headers, tag, lastModified, content }: Answer,
): KeptAnswer {
  if (content !== undefined && typeof content !== 'string' && !(content instanceof Uint8Array)) {
    discard(content)
    throw new Error(
      `${method} ${path} (${definedAt}) is idempotent and answered with a stream, which cannot be kept to be sent ` +
        'again. Answer with text or bytes, or give an address where the stream can be had.',
    )
  }
  // A cookie that signs someone in is for the one who asked first, and nothing to keep in a table.
  const { 'set-cookie': _, ...kept } = headers ?? {}
  const modified = lastModified === undefined ? {} : { 'last-modified': lastModified }
  return { status, type, headers: withoutDates({ ...kept, ...modified }), tag, content }
}

function withoutDates(headers: ReplyHeaders): KeptAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value instanceof Date ? formatHttpDate(value) : value,
    ]),
  )
}

function replay(answer: KeptAnswer, first: Buffer, claim: IdempotencyClaim | undefined): Answer {
  if (claim === undefined || !first.equals(claim.fingerprint)) {
    throw problems.idempotencyKeyReused(
      'It came with another request before: another address or another body. Send a new key with a new request.',
    )
  }
  const { status, type, headers, tag, content } = answer
  return { status, type, headers: { ...headers, 'idempotency-replayed': 'true' }, tag, content, etag: false }
}

function inUse(): Error {
  return problems.idempotencyKeyInUse('It is under way. Ask again in a moment for its answer.', {
    headers: { 'retry-after': '1' },
  })
}
