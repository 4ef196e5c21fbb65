import { parseWeighted } from './quality.ts'

/**
 * The codings among `known` that a client accepts, what it likes best first, otherwise in our order (RFC 9110
 * section 12.5.3). Those that it likes less than no coding at all are left out.
 */
export function acceptedCodings(field: string | undefined, known: readonly string[]): string[] {
  if (field === undefined) return []
  const weights = new Map(parseWeighted(field).map(({ value, q }) => [value, q]))
  const weightOf = (coding: string) =>
    // RFC 9110 section 8.4.1.3: "x-gzip" is the same.
    weights.get(coding) ?? (coding === 'gzip' ? weights.get('x-gzip') : undefined) ?? weights.get('*') ?? 0
  const identity = weights.get('identity') ?? 0
  return known
    .filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= identity)
    .toSorted((a, b) => weightOf(b) - weightOf(a))
}
