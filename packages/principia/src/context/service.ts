import type { IdempotencyStore } from './idempotency-store.ts'
import type { Log } from './scope.ts'

/**
 * Something that an app starts once and every handler may use under its name: a database, a mail
 * transport, a client. A plain value that describes; `start` makes the living thing.
 */
export interface Service<T> {
  /** What kind of thing it is, such as `database`. */
  readonly service: string
  /** The environment variables that it reads. */
  readonly settings?: readonly string[]
  /** What is wrong with the settings that it reads, as sentences; asked before anything is started. */
  mistakes?(env: Boot['env']): readonly string[]
  /** Starts it. Services start in the order in which the app lists them. */
  start(boot: Boot): T | Promise<T>
  /** Ends it. Services stop in reverse order, after the last request has been answered. */
  stop?(instance: T): void | Promise<void>
  /** Resolves when it can do its work; rejects, with the reason, when it cannot. Asked by `/ready`. */
  ready?(instance: T): Promise<void>
  /** Where it has transactions: keeps the answers of `idempotent` routes in them. */
  idempotency?(instance: T): IdempotencyStore
  /** A few words on what was started and where, for the lines that `start` prints. No secrets. */
  describe?(instance: T): string
}

/** What a service may know while it starts. */
export interface Boot {
  readonly name: string
  /** The app's folder: where `.env` and `.principia/` are. */
  readonly directory: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
}

/** The living things behind a set of services, by name: what a handler finds in its context. */
export type Instances<S> = { readonly [Name in keyof S]: S[Name] extends Service<infer T> ? T : never }

/** Any set of services; what each one starts is known only to the handlers that use it. */
export type Services = { readonly [name: string]: Service<unknown> }
