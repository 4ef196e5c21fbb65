import type { ClientConfig } from 'pg'
import type { KyselyProps } from 'kysely'
import {
  DefaultConnectionProvider,
  DefaultQueryExecutor,
  PostgresAdapter,
  PostgresQueryCompiler,
} from 'kysely'
import type { Log } from '../context/index.ts'
import { Database, onSession } from './database.ts'
import type { DatabaseDefinition } from './definition.ts'
import { poolDialect } from './dialect.ts'
import { joinEmbeddedServer } from './embedded/server.ts'
import { connectionFault, parseUrl } from './faults.ts'
import { Pool, type PoolStatistics } from './pool.ts'
import { Session } from './session.ts'
import { checkVersion } from './server-version.ts'

/** A PostgreSQL server by its URL, or the embedded one that lives in a directory. */
export type DatabaseLocation = { readonly url: string } | { readonly directory: string }

/**
 * Connects to the database: to the server at `url`, or to the embedded server in `directory`, which
 * is started when it is not running. One connection is opened to be sure that it works.
 *
 * @throws StartFault with what to do when the server can not be reached or refuses us.
 * @example
 * const db = await connectDatabase(definition, { directory: '.principia/postgres' })
 */
export async function connectDatabase<Tables>(
  definition: DatabaseDefinition<Tables>,
  location: DatabaseLocation,
  log?: Pick<Log, 'info' | 'warn'>,
): Promise<OpenDatabase<Tables>> {
  if ('url' in location) return openDatabase(definition, location.url, () => undefined, log)
  const server = await joinEmbeddedServer({
    directory: location.directory,
    tell: (line) => log?.info({ directory: location.directory }, line),
  })
  try {
    return await openDatabase(definition, server.url, () => server.leave(), log, server.directory)
  } catch (error) {
    server.leave()
    throw error
  }
}

/** A database that is connected, as the one who connected it has it: to query, to watch and to close. */
export class OpenDatabase<Tables> extends Database<Tables> {
  readonly definition: DatabaseDefinition<Tables>
  /** Where it is, without the user and the password. */
  readonly address: string
  /** Where the embedded server keeps it; `undefined` for one of somebody else's. */
  readonly directory: string | undefined
  readonly #url: string
  readonly #props: KyselyProps
  readonly #pool: Pool
  readonly #leave: () => void | Promise<void>
  #closing: Promise<void> | undefined

  constructor(
    definition: DatabaseDefinition<Tables>,
    url: string,
    pool: Pool,
    leave: () => void | Promise<void>,
    directory: string | undefined,
  ) {
    const dialect = poolDialect(pool)
    const driver = dialect.createDriver()
    const provider = new DefaultConnectionProvider(driver)
    const executor = new DefaultQueryExecutor(new PostgresQueryCompiler(), new PostgresAdapter(), provider)
    const props: KyselyProps = { config: { dialect }, dialect, driver, executor }
    super(props, (work) => borrow(pool, work))
    this.definition = definition
    this.address = parseUrl(url)
    this.directory = directory
    this.#url = url
    this.#props = props
    this.#pool = pool
    this.#leave = leave
  }

  /** With its user and password, for tools such as `psql`. Show it to nobody else. */
  get url(): string {
    return this.#url
  }

  get statistics(): PoolStatistics {
    return this.#pool.statistics
  }

  /**
   * Resolves when the database answers within `patience` milliseconds of having a free connection.
   *
   * @throws DatabaseUnavailable when it does not.
   */
  async ping(patience = 2000): Promise<void> {
    await borrow(this.#pool, async (session) => {
      const overdue = setTimeout(() => session.destroy(), patience)
      await session.control('select 1').finally(() => clearTimeout(overdue))
    })
  }

  /**
   * Runs `work` on one connection, which is closed afterwards: for what leaves traces in the session.
   * `Seen` is for work to which the tables look different, such as a migration.
   */
  async withSession<T, Seen = Tables>(work: (db: Database<Seen>) => Promise<T>): Promise<T> {
    const session = await this.#pool.acquire()
    try {
      return await work(onSession<Seen>(this.#props, session))
    } finally {
      await session.close()
      this.#pool.release(session)
    }
  }

  /** Closes the connections, then leaves the embedded server. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#pool.close().then(() => this.#leave())
    return this.#closing
  }

  override destroy(): Promise<void> {
    return this.close()
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

async function borrow<T>(pool: Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await pool.acquire()
  try {
    return await work(session)
  } finally {
    pool.release(session)
  }
}

/**
 * Connects to the server at `url` alone. `leave` is called once the connections are closed.
 *
 * @throws StartFault when it can not be reached, refuses us or is too old.
 */
export async function openDatabase<Tables>(
  definition: DatabaseDefinition<Tables>,
  url: string,
  leave: () => void | Promise<void>,
  log: Pick<Log, 'info' | 'warn'> | undefined,
  directory?: string,
): Promise<OpenDatabase<Tables>> {
  const address = parseUrl(url)
  const config: ClientConfig = {
    connectionString: url,
    application_name: definition.applicationName,
    statement_timeout: definition.statementTimeout,
    idle_in_transaction_session_timeout: definition.idleInTransactionTimeout,
    connectionTimeoutMillis: definition.pool.acquireTimeout,
    keepAlive: true,
  }
  let answering = true
  const openSession = async () => {
    const session = await Session.open(config, (lost, reason) => {
      answering = false
      pool.forget(lost)
      log?.warn({ address, reason: reason.message }, 'a database connection was lost')
    })
    if (!answering) log?.info({ address }, 'the database answers again')
    answering = true
    return session
  }
  const pool: Pool = new Pool(openSession, definition.pool)
  const db = new OpenDatabase(definition, url, pool, leave, directory)
  try {
    await borrow(pool, (session) => Promise.resolve(checkVersion(session.serverVersion, address)))
    await db.ping()
    return db
  } catch (error) {
    await pool.close()
    throw connectionFault(error, url)
  }
}
