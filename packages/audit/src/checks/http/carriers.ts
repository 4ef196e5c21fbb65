import type { Page, Target } from '../../target/target.ts'
import { need } from '../../verdict.ts'

/** The requests of which a sequence on one connection is made. All ask for what may be asked of anybody. */
export interface Carriers {
  /** Scheme, host and port are those of the target. */
  readonly host: string
  /** The path of something that is there, as far as it is known. */
  readonly page: string
  /** Methods with which content may be sent to it. */
  readonly methods: readonly string[]
  /** `GET /page HTTP/1.1` and `Host`, then the fields given, each with its CRLF, and the empty line. */
  readonly begin: (method: string, fields: string, version?: string) => string
  /** A whole request for something that is not there: what an attacker would hide in another request. */
  readonly hidden: string
  /** A whole request for the page, after which the target ends the connection: a sequence needs no waiting for its end. */
  readonly last: string
}

export function carriersFor(target: Target): Carriers {
  const { host } = target.origin
  const page = target.pages.find(isPublic)?.path ?? `${target.base}/`
  return {
    host,
    page,
    methods: target.writable ? ['GET', 'POST'] : ['GET'],
    begin: (method, fields, version = 'HTTP/1.1') =>
      `${method} ${page} ${version}\r\nHost: ${host}\r\n${fields}\r\n`,
    hidden: `GET ${target.missing()} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    last: `GET ${page} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
  }
}

/** A page that anybody may see, and what it answers. @throws CannotTell where none is known */
export function publicPage(target: Target): Page {
  return need(
    target.pages.find(isPublic),
    'No address is known that answers anybody with success; name one under "pages" in the configuration.',
  )
}

function isPublic({ as }: Page): boolean {
  return as === undefined
}
