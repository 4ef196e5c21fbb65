import { parseWeighted } from './quality.ts'

/** The content codings that answers are given on the fly (RFC 9110 section 8.4.1, RFC 7932, RFC 8878). */
export type Coding = 'zstd' | 'br' | 'gzip'

export const CODINGS: readonly Coding[] = ['zstd', 'br', 'gzip']

/**
 * Which of the codings in which an answer is `available` suits an `Accept-Encoding` best (RFC 9110 section
 * 12.5.3): the one with the greatest weight, and of equal ones the first. `identity`, which is always
 * available, comes last; `undefined` says that nothing is acceptable.
 *
 * @example
 * negotiateCoding('gzip, br;q=0.9', ['br', 'gzip']) // 'gzip'
 */
export function negotiateCoding<C extends string>(
  header: string | undefined,
  available: readonly C[],
): C | 'identity' | undefined {
  const [best] = acceptedCodings(header, available)
  if (best !== undefined) return best
  return header !== undefined && refusesIdentity(header) ? undefined : 'identity'
}

/** All codings that a client likes at least as much as none, in that order. */
export function acceptedCodings<C extends string>(
  header: string | undefined,
  available: readonly C[],
): readonly C[] {
  // Without the field anything goes, but then nobody said that they can decode.
  if (header === undefined) return []
  const weights = weightsOf(header)
  const others = weights.get('*')
  const weightOf = (coding: string) => weights.get(coding) ?? others ?? 0
  const least = weights.get('identity') ?? others ?? 0
  return available
    .filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= least)
    .toSorted((a, b) => weightOf(b) - weightOf(a))
}

/** Whether the client would rather have no answer than one without a coding. */
export function refusesIdentity(header: string): boolean {
  // Nearly no client does, and then there is nothing to read.
  if (!/q=0/i.test(header)) return false
  const weights = weightsOf(header)
  return (weights.get('identity') ?? weights.get('*')) === 0
}

function weightsOf(header: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const { value, q } of parseWeighted(header)) {
    // RFC 9110 section 8.4.1.3: "x-gzip" is the same as "gzip".
    const coding = value === 'x-gzip' ? 'gzip' : value
    if (!weights.has(coding)) weights.set(coding, q)
  }
  return weights
}

/**
 * The entity tag of a representation in a coding: other bytes, so another tag (RFC 9110 section 8.8.3.3). A
 * weak one is kept, since it stands for what is meant and not for bytes.
 */
export function codedTag(tag: string, coding: string): string {
  return tag.startsWith('W/') ? tag : `${tag.slice(0, -1)}--${coding}"`
}

/** The tags under which one state may have been sent: in whatever coding it was, a client means the state. */
export function codedTags(tag: string): string[] {
  return [tag, ...CODINGS.map((coding) => codedTag(tag, coding))]
}
