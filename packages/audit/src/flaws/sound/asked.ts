import type { IncomingMessage } from 'node:http'
import type { Endpoint, Place } from './endpoint.ts'
import type { Person } from './identity.ts'

/** A request that was understood, for the endpoint that answers it. */
export interface Asked {
  readonly request: IncomingMessage
  readonly method: string
  readonly place: Place
  readonly endpoint: Endpoint
  /** Of the request; a UUID. */
  readonly id: string
  /** Whether it came over TLS. */
  readonly secure: boolean
  /** What the endpoint declares, checked: texts and integers. */
  readonly path: Readonly<Record<string, string | number>>
  readonly query: Readonly<Record<string, string | number>>
  /** Who asks. @throws Problem 401 where the endpoint is for nobody in particular */
  readonly person: () => Person
  /** Of the types that the endpoint gives, the one to answer with. */
  readonly type: string
  readonly content: Buffer
  /** The content as the endpoint's schema has it. @throws Problem 400, 422 */
  readonly input: () => unknown
}
