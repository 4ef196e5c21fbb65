import { isHost } from './host.ts'

/** A request target, split where its query begins. */
export interface Target {
  readonly path: string
  /** Without the question mark; empty where there is none. */
  readonly query: string
  /** The host and port of a target in absolute-form, which then count in place of the Host header's. */
  readonly host: string | undefined
  /** Whether a target in absolute-form is of https. */
  readonly secure: boolean | undefined
}

/** Characters of a path and query; longer ones are refused with 414 (RFC 9110 section 4.1 wants 8000 at least). */
const MAX_TARGET = 8192

/**
 * Splits a request target in origin-form or absolute-form (RFC 9112 section 3.2); a server must accept
 * both. Gives what is wrong with any other.
 */
export function splitTarget(target: string): Target | 'malformed' | 'too-long' {
  if (target.length > MAX_TARGET) return 'too-long'
  // A fragment never leaves the client (RFC 9110 section 4.2.5).
  if (target.includes('#')) return 'malformed'
  if (!target.startsWith('/')) return splitAbsolute(target)
  const mark = target.indexOf('?')
  return mark === -1
    ? { path: target, query: '', host: undefined, secure: undefined }
    : { path: target.slice(0, mark), query: target.slice(mark + 1), host: undefined, secure: undefined }
}

/** RFC 9112 section 3.2.2: of a target in absolute-form the host counts, whatever the Host header says. */
function splitAbsolute(target: string): Target | 'malformed' | 'too-long' {
  const [whole, s, host = '', rest = ''] = /^http(s?):\/\/([^/?#@:][^/?#@]*)([/?].*)?$/i.exec(target) ?? []
  if (whole === undefined || !isHost(host)) return 'malformed'
  const origin = splitTarget(rest.startsWith('/') ? rest : `/${rest}`)
  return typeof origin === 'object' ? { ...origin, host, secure: s !== '' } : origin
}
