import type { Answered } from '../wire/exchange.ts'
import type { Controlled } from '../process/controlled.ts'
import type { Description, Operation } from './description.ts'

/** Somebody who may call. */
export interface User {
  readonly name: string
  /** What tells the target who calls: `Authorization`, `Cookie`. */
  readonly headers: Readonly<Record<string, string>>
}

/** An address that answers a GET with success. */
export interface Page {
  readonly path: string
  /** Who has to ask; anybody where it is left out. */
  readonly as?: User | undefined
  /** What describes it. */
  readonly operation?: Operation | undefined
  /** What it answered when it was found. */
  readonly seen: Answered
}

/** A collection whose items can be made, read, changed and deleted. Only what its `methods` name may be asked for. */
export interface Resource {
  /** Of the collection: `/api/notes`. */
  readonly path: string
  /** Of the collection itself, and of its items. */
  readonly methods: readonly ('list' | 'create' | 'read' | 'replace' | 'patch' | 'delete')[]
  /** Who makes and owns the items; anybody where it is left out. */
  readonly as?: User | undefined
  /** A body that makes an item; another one each time. */
  readonly example: () => Record<string, unknown>
  /** The name of a text member that can be changed, where one is known. */
  readonly text?: string | undefined
  /** Made with PUT at an address of the client's choice, instead of POST to the collection. */
  readonly putAt?: (() => string) | undefined
  /** Whether `putAt` gives an address again after a while, so that only one check at a time may use it. */
  readonly sharesAddresses?: boolean | undefined
  readonly operations: { readonly [method: string]: Operation | undefined }
}

/** How one signs in, where that is known. */
export interface SignIn {
  readonly method: string
  readonly path: string
  /** Whether the body is a form; JSON unless said. */
  readonly form?: boolean | undefined
  /** A body that is right, and one with a wrong password. */
  readonly right: unknown
  readonly wrong: unknown
}

/** What is known of a running backend before it is checked. */
export interface Target {
  /** Scheme, host and port. */
  readonly origin: URL
  /** What precedes its paths: `` or `/api`. */
  readonly base: string
  /** Whether anything may be created and changed there. */
  readonly writable: boolean
  /** What answers with success, the most telling first: JSON, then other content. */
  readonly pages: readonly Page[]
  /** An address that is not there, made anew for each call. */
  readonly missing: () => string
  readonly description: Description | undefined
  readonly users: readonly User[]
  readonly signIn: SignIn | undefined
  readonly resources: readonly Resource[]
  /** GET addresses that refuse whoever is nobody. */
  readonly guarded: readonly string[]
  /** Addresses that tell whether it lives and is ready. */
  readonly health: {
    readonly live?: string | undefined
    readonly ready?: string | undefined
    readonly metrics?: string | undefined
  }
  /** An origin that its pages may be read from by a browser (CORS), where one is known. */
  readonly allowedOrigin: string | undefined
  /** An address that takes longer than a request may, and the milliseconds after which it must have been refused. */
  readonly slow?: { readonly path: string; readonly within: number } | undefined
  /** Whether it serves so few connections at once that checks at the same time would keep each other waiting. */
  readonly servesFew?: boolean
  /** The process, where the auditor has started it. */
  readonly process: Controlled | undefined
  /** What is known of it and what is not, as sentences. */
  readonly known: readonly string[]
}
