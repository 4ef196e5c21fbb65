import { EXIT, StartFault } from '../errors/index.ts'
import { sqlState } from './sqlstate.ts'

/**
 * Where a connection URL leads, without the user and the password.
 *
 * @throws StartFault when it is not a PostgreSQL URL. The URL is not shown: it may hold a password.
 */
export function parseUrl(url: string): string {
  if (!isPostgresUrl(url)) throw malformed()
  const parsed = new URL(url)
  const host = parsed.hostname || parsed.searchParams.get('host') || 'localhost'
  return `${decodeURIComponent(host)}:${parsed.port || '5432'}`
}

export function isPostgresUrl(url: string): boolean {
  const protocol = URL.parse(url)?.protocol
  return protocol === 'postgres:' || protocol === 'postgresql:'
}

/** What to tell an operator whose database could not be connected to. */
export function connectionFault(error: unknown, url: string): StartFault {
  if (error instanceof StartFault) return error
  const { username, pathname } = new URL(url)
  const user = decodeURIComponent(username)
  const database = decodeURIComponent(pathname.slice(1)) || user
  return new StartFault(explain(error, parseUrl(url), user, database), EXIT.unavailable, { cause: error })
}

function explain(error: unknown, address: string, user: string, database: string): string {
  const reason = rootCause(error)
  switch (sqlState(error)) {
    case '28P01':
    case '28000':
      return `PostgreSQL at ${address} refuses user "${user}": ${reason.message}. Check the user and the password in DATABASE_URL.`
    case '3D000':
      return `There is no database "${database}" at ${address}. Create it (createdb "${database}"), or correct DATABASE_URL.`
    case '53300':
      return `PostgreSQL at ${address} has no connection left: ${reason.message}. Lower the pool's max, or raise max_connections.`
    case '57P03':
      return `PostgreSQL at ${address} is starting up or shutting down. Start again in a moment.`
  }
  return `PostgreSQL at ${address} can not be reached: ${reachReason(reason)}. Check that it runs, and the address in DATABASE_URL.`
}

/** The innermost of an error's causes: what really happened. */
export function rootCause(error: unknown): Error {
  let root = error instanceof Error ? error : new Error(String(error))
  while (root.cause instanceof Error) root = root.cause
  return root
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network is unreachable',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'no answer in time',
}

function reachReason(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return REASONS[code] ?? (error.message || code || 'unknown reason')
}

function malformed(): StartFault {
  return new StartFault(
    'DATABASE_URL is not a PostgreSQL URL. It looks like postgres://user:password@host:5432/database; ' +
      'characters such as @ or / in the password are written as %40 and %2F.',
    EXIT.config,
  )
}
