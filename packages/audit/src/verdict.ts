import type { Exchange } from './wire/exchange.ts'

/** Some bytes of an exchange: from `from` up to `to`, counted from 0. */
export interface Mark {
  readonly in: 'sent' | 'received'
  readonly from: number
  readonly to: number
}

/** What shows it. */
export interface Evidence {
  readonly exchange: Exchange
  /** The bytes that matter. */
  readonly mark?: Mark | undefined
  /** What is to be seen in them, where the verdict does not say so itself. */
  readonly says?: string
  /** What else went on, without which it is not to be seen again, as a sentence. */
  readonly amid?: string
}

export interface Passed {
  readonly outcome: 'passed'
  /** What was good about it, for whoever wants to learn from it. */
  readonly says?: string | undefined
}

export interface Failed {
  readonly outcome: 'failed'
  /** In how many places it failed: one unless said. `says` tells of it. */
  readonly places?: number
  /** What happened, and what was expected. */
  readonly says: string
  readonly evidence: readonly Evidence[]
}

export interface Inconclusive {
  readonly outcome: 'inconclusive'
  /** Why it could not be told, and what would help. */
  readonly says: string
}

export type Verdict = Passed | Failed | Inconclusive

export function passed(says?: string): Passed {
  return { outcome: 'passed', says }
}

/** @param mark what to mark in what was received; see `markIn` for what was sent */
export function failed(
  says: string,
  exchange?: Exchange | readonly Evidence[],
  mark?: Mark | string | RegExp,
): Failed {
  if (exchange === undefined) return { outcome: 'failed', says, evidence: [] }
  if (Array.isArray(exchange)) return { outcome: 'failed', says, evidence: exchange as readonly Evidence[] }
  const one = exchange as Exchange
  const found = typeof mark === 'string' || mark instanceof RegExp ? markIn(one, 'received', mark) : mark
  return { outcome: 'failed', says, evidence: [{ exchange: one, mark: found }] }
}

export function inconclusive(says: string): Inconclusive {
  return { outcome: 'inconclusive', says }
}

/** Where a text stands in an exchange, first. Regular expressions see one character per byte. */
export function markIn(exchange: Exchange, side: Mark['in'], what: string | RegExp): Mark | undefined {
  const bytes = exchange[side].toString('latin1')
  if (typeof what === 'string') {
    const from = bytes.indexOf(Buffer.from(what).toString('latin1'))
    return from === -1 ? undefined : { in: side, from, to: from + Buffer.byteLength(what) }
  }
  const match = what.exec(bytes)
  return match === null ? undefined : { in: side, from: match.index, to: match.index + match[0].length }
}

/** Ends a check that cannot tell, from however deep within it. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell'
}

/** @throws CannotTell where there is no value */
export function need<T>(value: T | undefined, why: string): T {
  if (value === undefined) throw new CannotTell(why)
  return value
}

/**
 * One verdict for several places: failed where it failed in any, with the evidence of each; passed where it passed in at
 * least one; else inconclusive for the first reason. A place is `undefined` where the claim says nothing about it.
 *
 * @param none the reason where there is no place that the claim is about
 */
export async function across<T>(
  places: Iterable<T>,
  none: string,
  examine: (place: T) => Promise<Verdict | undefined> | Verdict | undefined,
): Promise<Verdict> {
  const verdicts: Verdict[] = []
  for (const place of places) {
    const verdict = await examine(place)
    if (verdict !== undefined) verdicts.push(verdict)
  }
  const failures = verdicts.filter((verdict) => verdict.outcome === 'failed')
  const [first] = failures
  if (first !== undefined) {
    const all = failures.reduce((sum, each) => sum + (each.places ?? 1), 0)
    const says = inPlaces(first.says.replace(inPlaces('', first.places ?? 1), ''), all)
    return {
      outcome: 'failed',
      says,
      evidence: failures.slice(0, MOST_EVIDENCE).flatMap(withWords),
      places: all,
    }
  }
  return (
    verdicts.find(({ outcome }) => outcome === 'passed') ??
    verdicts.find(({ outcome }) => outcome === 'inconclusive') ??
    inconclusive(none)
  )
}

function inPlaces(says: string, places: number): string {
  const more = places - 1
  return more === 0 ? says : `${says} (And in ${more} more ${more === 1 ? 'place' : 'places'}.)`
}

/** Places whose evidence is shown; the others are like them. */
const MOST_EVIDENCE = 5

function withWords({ says, evidence }: Failed): Evidence[] {
  return evidence.map((one) => ({ says, ...one }))
}
