import { Kysely, SingleConnectionProvider, type KyselyProps, type TransactionBuilder } from 'kysely'
import type { Session } from './session.ts'
import {
  runSavepoint,
  runTransaction,
  type Borrow,
  type TransactionOptions,
  type TransactionSession,
} from './transaction.ts'

/** What a service does with a transaction. It may be called again: see `Database.transaction`. */
export type TransactionWork<Tables, Result> = (tx: Transaction<Tables>) => Promise<Result>

/**
 * A database to query: Kysely's builder, with transactions that are retried.
 *
 * A `Transaction` is one too, so a function that takes a `Database` works in and out of one.
 *
 * @example
 * const note = await db.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirst()
 */
export class Database<Tables> extends Kysely<Tables> {
  readonly #props: KyselyProps
  readonly #borrow: Borrow

  constructor(props: KyselyProps, borrow: Borrow) {
    super(props)
    this.#props = props
    this.#borrow = borrow
  }

  /**
   * Runs `work` in a transaction: it is committed when the work resolves and rolled back when it
   * rejects, or when the request it belongs to is over before the commit.
   *
   * When PostgreSQL gives it up for a conflict with another transaction - serialization failure
   * (40001) or deadlock (40P01) - everything is rolled back and **the work is run again**, at most
   * `attempts` times (5), after a random pause that grows ("full jitter"). So the work must do
   * nothing outside of the database that may not happen twice, and must let the database's errors through.
   *
   * On a `Transaction` it is a savepoint: a failure undoes this part alone, and takes no options.
   *
   * @example
   * await db.transaction({ isolation: 'serializable' }, async (tx) => {
   *   await tx.insertInto('notes').values({ title: 'Locks' }).execute()
   * })
   */
  override transaction<Result>(work: TransactionWork<Tables, Result>): Promise<Result>
  override transaction<Result>(
    options: TransactionOptions,
    work: TransactionWork<Tables, Result>,
  ): Promise<Result>
  /** Kysely's own builder: one attempt. It is here so that a `Database` is accepted as a `Kysely`. */
  override transaction(): TransactionBuilder<Tables>
  override transaction<Result>(
    first?: TransactionOptions | TransactionWork<Tables, Result>,
    second?: TransactionWork<Tables, Result>,
  ): Promise<Result> | TransactionBuilder<Tables> {
    if (first === undefined) return super.transaction()
    const options = typeof first === 'function' ? {} : first
    const work = typeof first === 'function' ? first : second
    if (work === undefined)
      throw new TypeError('transaction() needs the work to do: transaction(async (tx) => ...).')
    return this.runTransaction(options, work)
  }

  /** Ours and `Transaction`'s part that differs. Call `transaction` instead. */
  protected runTransaction<Result>(
    options: TransactionOptions,
    work: TransactionWork<Tables, Result>,
  ): Promise<Result> {
    return runTransaction(this.#borrow, options, (session) => work(new Transaction(this.#props, session)))
  }
}

/** A transaction that is open: valid until the work it was given to has ended. */
export class Transaction<Tables> extends Database<Tables> {
  readonly #session: TransactionSession
  readonly #outer: KyselyProps

  constructor(props: KyselyProps, session: TransactionSession) {
    const executor = props.executor.withConnectionProvider(session)
    super({ ...props, executor }, () => Promise.reject(new Error('A transaction lends no connections.')))
    this.#outer = props
    this.#session = session
  }

  override get isTransaction(): boolean {
    return true
  }

  protected override runTransaction<Result>(
    options: TransactionOptions,
    work: TransactionWork<Tables, Result>,
  ): Promise<Result> {
    if (Object.keys(options).length > 0) {
      throw new TypeError(
        'A transaction inside a transaction is a savepoint: its options are those of the outer one.',
      )
    }
    return runSavepoint(this.#session, (session) => work(new Transaction(this.#outer, session)))
  }

  override destroy(): Promise<void> {
    throw new Error('A transaction ends with its work; only the database it belongs to can be closed.')
  }
}

/** A database on one connection that is already held, for what needs the same session throughout. */
export function onSession<Tables>(props: KyselyProps, session: Session): Database<Tables> {
  const executor = props.executor.withConnectionProvider(new SingleConnectionProvider(session))
  return new Database({ ...props, executor }, (work) => work(session))
}
