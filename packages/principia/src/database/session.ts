import { Client, type ClientConfig, type QueryResult as PgResult } from 'pg'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { currentScope, recordQuery, type Scope } from '../context/index.ts'
import { throwIfOver, watchAbort } from './abort.ts'
import { requestCancel, type BackendKey, type ServerAddress } from './cancel.ts'
import { DatabaseUnavailable } from './unavailable.ts'
import { toParameters, valueTypes } from './values.ts'

/** How long a server may take to carry out a cancel before the connection is given up. */
const CANCEL_WITHIN = 2000
const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
const failedStatements = new WeakMap<object, string>()

/** The SQL of the statement that failed with this error, where it was one of ours. */
export function statementOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? failedStatements.get(error) : undefined
}

/**
 * One connection to PostgreSQL. What it runs on behalf of a request is recorded in that request's
 * trace, and cancelled on the server when the request ends first.
 *
 * A statement has settled, and so has its cancel, before the returned promise does: what runs next on
 * this connection can not be hit by a late cancel.
 */
export class Session implements DatabaseConnection {
  /** As the server said when it was connected to, such as `18.1` or `16.4 (Debian 16.4-1)`. */
  serverVersion = ''
  /** The connection is gone or in an unknown state: it must not be used again. */
  lost = false
  /** `performance.now()` of its return to the pool. */
  idleSince = 0
  readonly #client: Client
  readonly #server: ServerAddress
  #key: BackendKey | undefined

  private constructor(client: Client) {
    this.#client = client
    const ssl: unknown = client.ssl
    this.#server = {
      host: client.host,
      port: client.port,
      ssl: typeof ssl === 'object' && ssl !== null ? ssl : ssl === true ? {} : undefined,
    }
    client.connection.on('parameterStatus', (said: { parameterName: string; parameterValue: string }) => {
      if (said.parameterName === 'server_version') this.serverVersion = said.parameterValue
    })
    client.connection.once('backendKeyData', (key: BackendKey) => (this.#key = key))
  }

  /** Connects. `onLost` is called, once, when the connection ends without `close()`. */
  static async open(
    config: ClientConfig,
    onLost: (session: Session, reason: Error) => void,
  ): Promise<Session> {
    const client = new Client({ ...config, types: valueTypes })
    const session = new Session(client)
    let open = false
    const lose = (reason: Error) => {
      if (session.lost) return
      session.lost = true
      if (open) onLost(session, reason)
    }
    client.on('error', lose)
    client.on('end', () => lose(new Error('The connection ended')))
    await client.connect()
    open = true
    return session
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#run(query.sql, query.parameters, true)
    return CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming a query is not supported: read it in pages, ordered by a key.')
  }

  /**
   * Runs a statement that steers the session or its transaction, which is never cancelled.
   *
   * @returns the command that PostgreSQL says it carried out: a COMMIT can answer ROLLBACK.
   */
  async control(sql: string): Promise<string> {
    return (await this.#run(sql, [], false)).command
  }

  /** Whether a transaction is open, as PostgreSQL said when it was last ready for a statement. */
  get inTransaction(): boolean {
    const status = this.#client.getTransactionStatus()
    return status === 'T' || status === 'E'
  }

  async close(): Promise<void> {
    this.lost = true
    await this.#client.end().catch(() => undefined)
  }

  destroy(): void {
    this.lost = true
    this.#client.connection.stream.destroy()
  }

  async #run(sql: string, parameters: readonly unknown[], cancellable: boolean): Promise<PgResult> {
    const scope = currentScope()
    try {
      if (scope === undefined) return await this.#send(sql, parameters)
      return await this.#runInScope(scope, sql, parameters, cancellable)
    } catch (error) {
      if (error instanceof Error) {
        // The stack at hand is the socket's; the caller's is the one that helps.
        Error.captureStackTrace(error)
        failedStatements.set(error, sql)
      }
      throw error
    }
  }

  async #runInScope(
    scope: Scope,
    sql: string,
    parameters: readonly unknown[],
    cancellable: boolean,
  ): Promise<PgResult> {
    if (cancellable) throwIfOver(scope)
    const started = performance.now()
    let cancelled: Promise<void> | undefined
    let overdue: NodeJS.Timeout | undefined
    const cancel = () => {
      overdue = setTimeout(() => this.destroy(), CANCEL_WITHIN)
      cancelled = this.#cancel()
    }
    const unwatch = cancellable ? watchAbort(scope, cancel) : undefined
    let rows = 0
    let failure: string | undefined
    try {
      const result = await this.#send(sql, parameters)
      rows = result.rowCount ?? 0
      return result
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
      throw cancelled === undefined ? error : scope.signal.reason
    } finally {
      unwatch?.()
      clearTimeout(overdue)
      recordQuery(scope.trace, {
        sql,
        parameters: parameters.length,
        at: started - scope.trace.start,
        duration: performance.now() - started,
        rows,
        error: failure,
      })
      await cancelled
    }
  }

  /** Never rejects. When the server does not take the request in time, the connection is dropped. */
  async #cancel(): Promise<void> {
    if (this.#key !== undefined && (await requestCancel(this.#server, this.#key, CANCEL_WITHIN))) return
    this.destroy()
  }

  #send(sql: string, parameters: readonly unknown[]): Promise<PgResult> {
    return new Promise((resolve, reject) => {
      this.#client.query(sql, toParameters(parameters), (error: Error | null, result) => {
        if (error === null) return resolve(result)
        if (endsSession(error)) this.destroy()
        reject(
          this.lost ? new DatabaseUnavailable(`the connection was lost: ${error.message}`, error) : error,
        )
      })
    })
  }
}

/** After an error of this severity PostgreSQL closes the connection, which is seen only a moment later. */
function endsSession(error: Error): boolean {
  return 'severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC')
}
