import type { Inspection } from './run/inspection.ts'
import type { Specimen } from './flaws/specimen.ts'
import type { Source } from './source.ts'
import type { Verdict } from './verdict.ts'

/** How much it matters: `must` breaks a specification or loses data, `should` costs users or clients, `may` is better. */
export type Severity = 'must' | 'should' | 'may'

/** What a check cannot do without; where it is missing, the check is inconclusive and says what to give. */
export type Need = 'write' | 'description' | 'resource' | 'user' | 'two-users' | 'process' | 'https'

/** How to mend what a check finds. */
export interface Mend {
  /** In any stack: one or two sentences. */
  readonly general: string
  /** By the name of a stack, such as `Express` or `nginx`: what to write there, as code or a sentence. */
  readonly stacks?: Readonly<Record<string, string>>
}

/** One claim about how a good backend behaves, and how to find out whether a target keeps it. */
export interface Check {
  /** `<concept>/<name>`; the file that defines it is `checks/<concept>/<name>.ts`. */
  readonly id: `${string}/${string}`
  /** The claim, as a sentence that is true of a good backend. */
  readonly claim: string
  readonly severity: Severity
  /** What it rests on. */
  readonly source: Source | readonly Source[]
  readonly mend: Mend
  readonly needs?: readonly Need[]
  /** Whether it makes and changes things where it may, although it can do without. */
  readonly changes?: boolean
  /** Whether nothing else may be asked of the target meanwhile: it measures time, or uses up a limit. */
  readonly alone?: boolean
  /** Milliseconds that it may take: 10,000 unless said. */
  readonly within?: number
  /** Tells whether the target keeps the claim. It never guesses: what it cannot tell is `inconclusive`. */
  readonly run: (inspection: Inspection) => Promise<Verdict>
  /** A server that breaks this claim. */
  readonly flaw: Specimen
  /** A server that keeps it, where the common sound one has nothing to show for it. */
  readonly sound?: Specimen
}

const ID = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/

/**
 * Defines a check.
 *
 * @throws TypeError where its id or claim is not one
 */
export function check(spec: Check): Check {
  if (!ID.test(spec.id)) throw new TypeError(`A check's id is "concept/name"; got "${spec.id}".`)
  if (!/^[^a-z].*\.$/su.test(spec.claim))
    throw new TypeError(`${spec.id}: its claim is a sentence, from a capital letter to a full stop.`)
  return spec
}

export function conceptOf({ id }: Pick<Check, 'id'>): string {
  return id.slice(0, id.indexOf('/'))
}
