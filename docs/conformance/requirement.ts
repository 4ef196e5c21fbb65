/** How strongly a specification asks for something (RFC 2119; RECOMMENDED counts as SHOULD). */
type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT'

/**
 * What a specification asks of an origin server, in words of our own. It is shown by every test whose name ends
 * with its id in brackets; or it says why there is none, in one of two ways, and then no test may carry its id.
 */
export interface Requirement {
  /** The RFC, the section and a number, such as `9110-13.1.1-2`. A number is never given to another requirement. */
  readonly id: string
  readonly level: Level
  /** What the server does, or does not do: the sentence behind "An origin server …". */
  readonly text: string
  /** Why nothing of the framework could keep or break it. */
  readonly notApplicable?: string
  /** That the framework breaks it, and why. */
  readonly notMet?: string
}

export interface Section {
  readonly section: string
  readonly title: string
  readonly requirements: readonly Requirement[]
}

export interface Specification {
  readonly rfc: number
  readonly title: string
  /** Whether every requirement is listed that binds an origin server. */
  readonly scope: 'all' | 'selection'
  /** Sections without a row, and why. */
  readonly leftOut: readonly (readonly [sections: string, why: string])[]
  readonly sections: readonly Section[]
}
