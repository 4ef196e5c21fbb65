/**
 * One command of the CLI: what its help says and what it does. Its file is named after it.
 *
 * Every command's file is loaded whichever is run, so what is heavy - the app, the database - is imported
 * by `run` alone.
 */
export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  /** What stands after the name in its usage line, such as `<dir>` or `up|down|status [file]`. */
  readonly usage: string
  /** Further paragraphs of its help. */
  readonly details?: string
  /** The environment variables that it heeds, for its help; loaded only for that. */
  readonly settings?: () => Promise<readonly (readonly [name: string, meaning: string])[]>
  /** How many arguments it takes. */
  readonly takes: { readonly atLeast: number; readonly atMost: number }
  readonly options: Readonly<Record<string, Option>>
  readonly examples: readonly (readonly [command: string, purpose: string])[]
  /** Its exit codes beyond those of every command (`0`, `64` and `70`), or what one of those means here. */
  readonly exits?: readonly (readonly [code: number, meaning: string])[]
  /** Gives the exit code, with which the process ends at once; `undefined` when it goes on by itself. */
  readonly run: (invocation: Invocation) => Promise<number | undefined>
}

export interface Option {
  readonly type: 'boolean' | 'string'
  /** What its value is called in the help, such as `<path>`. */
  readonly value?: string
  /** Whether it may be given more than once. */
  readonly multiple?: boolean
  readonly description: string
}

/** What a command was called with, checked against what it declares. */
export interface Invocation {
  readonly args: readonly string[]
  readonly flag: (name: string) => boolean
  /** The value of an option; the last one when it was given more than once. */
  readonly value: (name: string) => string | undefined
  readonly values: (name: string) => readonly string[]
}

/** The argument that names the app, in the usage and the help of every command that takes one. */
export const APP_FILE =
  'src/app.ts, or else app.ts, unless [file] names another; its default export is the app.'
