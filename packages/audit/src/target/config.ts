/**
 * What cannot be found out about a target. All of it is optional. In paths and bodies `{{random}}` stands for a few letters
 * that are other ones each time; in any text of a file, `{{env.NAME}}` stands for an environment variable, so that secrets
 * need not be written down.
 */
export interface AuditConfig {
  /** Of a JSON file: what an editor completes it by, `./node_modules/@principia/audit/config.schema.json`. */
  readonly $schema?: string
  /** Whether it is ours, so that things may be made, changed and broken there. Loopback addresses are, unless said. */
  readonly own?: boolean
  /** The OpenAPI document: a file or an address. */
  readonly openapi?: string
  /** Addresses to look at with GET, besides those that are described. */
  readonly pages?: readonly (string | { readonly path: string; readonly as?: string })[]
  /** A recording of a browser (HAR): its pages are looked at, and its bodies are examples. */
  readonly har?: HarConfig
  readonly users?: readonly UserConfig[]
  readonly signIn?: SignInConfig
  readonly resources?: readonly ResourceConfig[]
  /** GET addresses that refuse whoever is nobody. */
  readonly guarded?: readonly string[]
  /** Paths, or addresses on another port. */
  readonly health?: { readonly live?: string; readonly ready?: string; readonly metrics?: string }
  /** An origin whose pages may read it (CORS). */
  readonly allowedOrigin?: string
  /** A GET path that takes longer than a request may, and the milliseconds until it must have been refused: 30,000 unless said. */
  readonly slow?: { readonly path: string; readonly within?: number }
  readonly process?: ProcessConfig
  /** Texts that no report may show, besides credentials and what `{{env.NAME}}` stands for. */
  readonly secrets?: readonly string[]
}

export interface HarConfig {
  readonly file: string
  /** The name of the user whose `Authorization` and `Cookie` were recorded. Without it nobody uses them. */
  readonly user?: string
}

/** Somebody who may call: by headers of their own, or by signing in. Two of them should be of two tenants. */
export interface UserConfig {
  readonly name: string
  readonly headers?: Readonly<Record<string, string>>
  /** A body to sign in with, as `signIn` says. */
  readonly signIn?: unknown
}

export interface SignInConfig {
  /** POST unless said. */
  readonly method?: string
  readonly path: string
  /** Whether the body goes out as a form, as OAuth 2.0 (RFC 6749) and HTML have it; as JSON unless said. */
  readonly form?: boolean
  /** Where in the answer the token is, as a JSON Pointer. Without it the cookies that are set are what counts. */
  readonly token?: string
  /** What precedes the token in `Authorization`: `Bearer` unless said. */
  readonly scheme?: string
  /** A body with a wrong password. */
  readonly wrong?: unknown
}

export interface ResourceConfig {
  /** Of the collection. */
  readonly path: string
  /** The name of the user who owns what is made. */
  readonly as?: string
  /** A body that makes an item. */
  readonly example: Readonly<Record<string, unknown>>
  /** The name of a text member that can be changed. */
  readonly text?: string
  /** What it has of list, create, read, replace, patch and delete; what the description says, or all, unless said. */
  readonly methods?: readonly ('list' | 'create' | 'read' | 'replace' | 'patch' | 'delete')[]
  /** Addresses at which items are made with PUT, where the client chooses them. */
  readonly putAt?: readonly string[]
}

/**
 * How the auditor starts the target itself. In `start` and in the values of `env`, `{{port}}` stands for the port that this
 * instance is to listen at, so that each can have a folder or a database of its own.
 */
export interface ProcessConfig {
  /** A shell command that starts it, and goes on as long as it runs. */
  readonly start: string
  /** The folder to start it in: that of the configuration unless said. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** A path, or an address on another port, that answers with success once it is ready. Without it, it is ready when it answers at all. */
  readonly ready?: string
  /**
   * The variable that says which port to listen at. Without it, and without `{{port}}` in the command, only one instance
   * can run at a time, at the target's address.
   */
  readonly portVariable?: string
  /** Further ports that it listens at, by their variables: those of the main instance; others get free ones. */
  readonly ports?: Readonly<Record<string, number>>
  /** The variable with the database's address, into which the auditor's proxy is put. */
  readonly databaseVariable?: string
  readonly upstream?: UpstreamConfig
  /** Variables without which it must not start. */
  readonly required?: readonly string[]
  /** Variables with values that it must not start with. */
  readonly wrong?: Readonly<Record<string, string>>
  /** A GET path whose answer takes about a second. */
  readonly slow?: string
  /** Variables with which it gives up open requests about half a second after SIGTERM. */
  readonly deadline?: Readonly<Record<string, string>>
  /** Milliseconds that it may take to end, to give up or to recover: 10,000 unless said. */
  readonly patience?: number
}

/** A service that the target calls, for which the auditor stands in where a check is about it. It speaks plain HTTP/1.1. */
export interface UpstreamConfig {
  /** The variable with its address. */
  readonly variable: string
  /** A GET path for whose answer it is called. */
  readonly path: string
  /** The name of the user who has to ask; anybody unless said. */
  readonly as?: string
  /** Whether the target is a gateway: it passes on what is asked for at this path, whatever the method. */
  readonly gateway?: boolean
  /** Whether the answer can do without it. */
  readonly optional?: boolean
  /** What it says, as a text or as JSON: `{}` unless said. */
  readonly answer?: unknown
}

/**
 * Gives a configuration as it is. In a file of its own, it has an editor complete and the compiler check it.
 *
 * @example
 * export default defineConfig({ guarded: ['/me'], health: { ready: '/ready' } })
 */
export function defineConfig(config: AuditConfig): AuditConfig {
  return config
}
