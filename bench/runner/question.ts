/** A question that is measured: what is asked of every contestant, and how their answers are judged. */
export interface Question {
  /** The folder's name. */
  readonly name: string
  /** The folder with the contestants' files, where it is another question's. */
  readonly folder?: string
  readonly title: string
  /** What every contestant does per request, in Markdown. */
  readonly what: string
  readonly contestants: readonly ContestantInfo[]
  /** The contestants against which ratios are given. */
  readonly bases: readonly string[]
  /** The requests that are timed, in turn. */
  readonly requests: readonly RequestSpec[]
  /** The statuses that answer them; 200 unless said. */
  readonly answers?: readonly number[]
  readonly checks: readonly Check[]
  /** Whether a pipeline leaves a log line, a metric and a trace record, and has a limit: true unless said. */
  readonly records?: boolean
}

export interface ContestantInfo {
  /** The file beside the question, without its ending. */
  readonly name: string
  readonly title: string
  /** Packages whose versions the results name. */
  readonly packages: readonly string[]
  /** What it runs on; Node unless said. */
  readonly runtime?: 'bun'
  /** Whether it does the whole pipeline. One that does not is the floor: only its answers are checked. */
  readonly pipeline: boolean
}

export interface RequestSpec {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** What must hold for a contestant before anything is timed. */
export interface Check {
  readonly name: string
  readonly request: RequestSpec
  readonly status: number | readonly [least: number, most: number]
  /** The body as JSON, deeply equal. */
  readonly json?: unknown
  /** Text that the body must contain, such as the name of the field that was refused. */
  readonly mentions?: string
  /** Each must be present in one of its spellings, and match. */
  readonly headers?: readonly HeaderCheck[]
  /** Headers that must not be there. */
  readonly without?: readonly string[]
  /** Checked on the floor, too: it has no pipeline to refuse anything. */
  readonly floor?: true
}

export interface HeaderCheck {
  readonly anyOf: readonly string[]
  readonly matches?: RegExp
}

/** What a contestant's file exports as default. */
export type StartContestant = (options: ContestantOptions) => Promise<Contestant>

export interface ContestantOptions {
  /** Requests per minute and address after which it must answer 429. */
  readonly rateLimit: number
}

/** A server that listens on a free port of 127.0.0.1. */
export interface Contestant {
  readonly port: number
  /** Its metrics in the Prometheus text format. */
  readonly metrics?: () => string | Promise<string>
  /** The ids of the requests whose trace records it keeps. */
  readonly traces?: () => readonly string[]
}
