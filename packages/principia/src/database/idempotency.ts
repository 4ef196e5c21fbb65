import { sql, type QueryExecutorProvider } from 'kysely'
import type { IdempotencyStore } from '../context/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import type { OpenDatabase } from './connect.ts'
import { createTable, deleteExpired, findAnswer, keepAnswer, takeClaim } from './idempotency-sql.ts'
import { sqlState } from './sqlstate.ts'

const INSUFFICIENT_PRIVILEGE = '42501'
/** Milliseconds between two looks for answers that were kept long enough. */
const SWEEP_EVERY = 600_000

/**
 * The answers of idempotent routes, in the table `principia_idempotency` beside the app's own.
 *
 * A claim is a lock that PostgreSQL gives up with the transaction, however that ends. So of two requests with
 * one key the second is refused at once rather than made to wait, and a process that dies holds nothing: its
 * transaction is rolled back, and the next attempt finds either no answer and no work, or both.
 */
export function idempotencyStore<Tables>(db: OpenDatabase<Tables>): IdempotencyStore {
  let sweeping: NodeJS.Timeout | undefined
  return {
    async prepare() {
      await prepareTable(db)
      await sweep(db)
      // What could not be deleted now - the database may be away for a moment - is deleted next time.
      sweeping = setInterval(() => void sweep(db).catch(() => undefined), SWEEP_EVERY).unref()
    },
    async run(work, { claim, isolation }) {
      const options = isolation === undefined ? {} : { isolation }
      return db.transaction(options, async (tx) => {
        if (claim !== undefined) {
          if (!(await takeClaim(tx, claim.id))) return { kind: 'in-use' }
          const found = await findAnswer(tx, claim.id)
          if (found !== undefined) return { kind: 'kept', ...found }
        }
        const answer = await work(tx)
        if (claim !== undefined) await keepAnswer(tx, claim, answer)
        return { kind: 'done' }
      })
    },
    find: ({ id }) => findAnswer(db, id),
    close: () => clearInterval(sweeping),
  }
}

/** In portions, so that no statement runs for long. @returns how many answers were deleted */
export async function sweep(db: QueryExecutorProvider, portion = 1000): Promise<number> {
  let all = 0
  for (;;) {
    const deleted = await deleteExpired(db, portion)
    all += deleted
    if (deleted < portion) return all
  }
}

/** @throws StartFault when the role may not create tables and the table is missing. */
async function prepareTable<Tables>(db: OpenDatabase<Tables>): Promise<void> {
  try {
    await createTable(db)
  } catch (error) {
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE) throw error
    // PostgreSQL asks for the right even where there is nothing to create.
    const { rows } = await sql<{ missing: boolean }>`
      select to_regclass('principia_idempotency') is null as missing`.execute(db)
    if (rows[0]?.missing === false) return
    throw new StartFault(
      `Idempotent routes keep their answers in the table principia_idempotency, which the database at ${db.address} ` +
        'lacks, and this role may not create tables. Start the app once with a role that may.',
      EXIT.config,
      { cause: error },
    )
  }
}
