import { setTimeout as delay } from 'node:timers/promises'
import type { ConnectionProvider, DatabaseConnection } from 'kysely'
import { currentScope } from '../context/index.ts'
import { throwIfOver, watchAbort } from './abort.ts'
import type { Session } from './session.ts'
import { isConflict } from './sqlstate.ts'

export interface TransactionOptions {
  /** PostgreSQL's default is `read committed`. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readOnly?: boolean
  /** How often the work is run at most when other transactions conflict with it; 5. 1 is no retry. */
  attempts?: number
}

/** Lends a connection for as long as `work` runs. */
export type Borrow = <T>(work: (session: Session) => Promise<T>) => Promise<T>

const ATTEMPTS = 5
/** Milliseconds: the bound of the first pause, doubled for each further one up to the second number. */
const PAUSE = { first: 10, longest: 500 }

/** Begins, works, commits; and again after a conflict. The connection is given back before each pause. */
export async function runTransaction<T>(
  borrow: Borrow,
  options: TransactionOptions,
  work: (session: TransactionSession) => Promise<T>,
): Promise<T> {
  const attempts = options.attempts ?? ATTEMPTS
  if (!Number.isInteger(attempts) || attempts < 1)
    throw new RangeError(`attempts must be 1 or more; got ${attempts}.`)
  for (let attempt = 1; ; attempt++) {
    try {
      return await borrow((session) => attemptOnce(session, beginStatement(options), work))
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error
      await pause(Math.random() * Math.min(PAUSE.longest, PAUSE.first * 2 ** (attempt - 1)))
    }
  }
}

async function attemptOnce<T>(
  session: Session,
  begin: string,
  work: (session: TransactionSession) => Promise<T>,
): Promise<T> {
  const transaction = new TransactionSession(session)
  let result: T
  try {
    await session.control(begin)
    result = await work(transaction)
    await transaction.end()
    const scope = currentScope()
    if (scope !== undefined) throwIfOver(scope)
  } catch (error) {
    await transaction.end()
    await rollback(session)
    throw error
  }
  const carriedOut = await session.control('commit')
  if (carriedOut === 'COMMIT') return result
  throw new Error(
    'Nothing was committed: a statement of this transaction had failed, its error was caught, and PostgreSQL ' +
      'rolled everything back. Let the error through, or put what may fail into a transaction of its own inside.',
  )
}

/** Runs `work` after a savepoint: its failure undoes what came since, and leaves the transaction usable. */
export async function runSavepoint<T>(
  outer: TransactionSession,
  work: (session: TransactionSession) => Promise<T>,
): Promise<T> {
  const nested = outer.nest()
  const name = `principia_${nested.depth}`
  try {
    await outer.control(`savepoint ${name}`)
    let result: T
    try {
      result = await work(nested)
      await nested.end()
      await outer.control(`release savepoint ${name}`)
    } catch (error) {
      await nested.end()
      if (!outer.session.lost) await outer.control(`rollback to savepoint ${name}`)
      throw error
    }
    return result
  } finally {
    outer.unnest()
  }
}

/**
 * The connection as one transaction sees it: statements run one after the other, and none after the
 * transaction has ended, when the connection may be someone else's.
 */
export class TransactionSession implements ConnectionProvider {
  readonly session: Session
  readonly depth: number
  #last: Promise<unknown> = Promise.resolve()
  #ended = false
  #nested = false

  constructor(session: Session, depth = 0) {
    this.session = session
    this.depth = depth
  }

  provideConnection<T>(work: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (this.#ended) {
      return Promise.reject(
        new Error('This transaction has ended. Is an "await" missing before one of its queries?'),
      )
    }
    const run = this.#last.then(() => work(this.session))
    this.#last = run.catch(() => undefined)
    return run
  }

  control(sql: string): Promise<string> {
    return this.provideConnection(() => this.session.control(sql))
  }

  /** Refuses further statements and waits for those that are on their way. */
  async end(): Promise<void> {
    this.#ended = true
    await this.#last
  }

  nest(): TransactionSession {
    if (this.#nested) {
      throw new Error('Another transaction inside this one is still open: run them one after the other.')
    }
    this.#nested = true
    return new TransactionSession(this.session, this.depth + 1)
  }

  unnest(): void {
    this.#nested = false
  }
}

function beginStatement({ isolation, readOnly }: TransactionOptions): string {
  return `begin${isolation === undefined ? '' : ` isolation level ${isolation}`}${readOnly === true ? ' read only' : ''}`
}

/** A connection that can not even roll back is dropped, which makes the server roll back. */
async function rollback(session: Session): Promise<void> {
  if (session.lost) return
  await session.control('rollback').catch(() => session.destroy())
}

async function pause(milliseconds: number): Promise<void> {
  const scope = currentScope()
  if (scope === undefined) return delay(milliseconds)
  const over = new AbortController()
  const unwatch = watchAbort(scope, () => over.abort())
  try {
    await delay(milliseconds, undefined, { signal: over.signal })
  } catch {
    scope.signal.throwIfAborted()
  } finally {
    unwatch()
  }
}
