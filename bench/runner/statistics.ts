/** The middle value; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) throw new RangeError('No values, no median.')
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

/** The least value that at least `share` (0 to 1) of all values do not exceed. */
export function percentile(values: Float64Array, share: number): number {
  const sorted = values.toSorted()
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('No values, no percentile.')
  return found
}

/** The median, and the quartiles between which half of all values lie. */
export interface Spread {
  readonly median: number
  readonly lower: number
  readonly upper: number
}

export function spread(values: readonly number[]): Spread {
  const exact = Float64Array.from(values)
  return { median: median(values), lower: percentile(exact, 0.25), upper: percentile(exact, 0.75) }
}
