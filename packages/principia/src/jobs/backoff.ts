/** How long to wait before another attempt, in milliseconds. */
export interface Backoff {
  /** The longest wait before the second attempt: 1,000 unless said. */
  readonly first?: number
  /** By how much it grows with each attempt: 2 unless said. */
  readonly factor?: number
  /** The longest wait of all: an hour unless said. */
  readonly longest?: number
}

const FIRST = 1000
const FACTOR = 2
const LONGEST = 3_600_000

/**
 * A random time up to a bound that grows with each attempt ("full jitter"), so that what failed together is not tried again
 * together.
 *
 * @param attempt the one that failed, counted from 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitAfter(
  attempt: number,
  { first = FIRST, factor = FACTOR, longest = LONGEST }: Backoff = {},
  random: () => number = Math.random,
): number {
  return Math.round(random() * Math.min(longest, first * factor ** (attempt - 1)))
}
