import type { Honest, Sample } from './sample.ts'

export interface Soak {
  /** At rest, once it was warm and before the load. */
  readonly before: Sample
  /** Under load, at even distances. */
  readonly during: readonly Sample[]
  /** At rest again. */
  readonly after: Sample
  readonly honest: Honest
}

/** Bytes, and share of what there was, by which a heap may differ without having grown. */
const SLACK = 3_000_000
const SHARE = 0.1

/**
 * What went wrong in a soak, as sentences; nothing where all is well.
 *
 * A leak shows as growth under load, where the second half is compared with the first by its medians (the first
 * fifth, while caches fill, is left out), or as something that is left once the load is gone.
 */
export function verdict({ before, during, after, honest }: Soak): string[] {
  const faults: string[] = []
  if (honest.failures.length > 0) {
    faults.push(`honest requests failed: ${honest.failures.slice(0, 5).join('; ')}`)
  }
  if (honest.answered === 0) faults.push('no honest request was answered')
  if (after.smuggled > 0) faults.push(`${after.smuggled} requests were handled that nobody had sent`)
  if (after.inFlight > 0) faults.push(`${after.inFlight} requests are still in flight`)
  const warm = during.slice(Math.ceil(during.length / 5))
  const half = Math.floor(warm.length / 2)
  for (const name of ['heap', 'external'] as const) {
    const early = median(warm.slice(0, half).map((sample) => sample[name]))
    const late = median(warm.slice(-half).map((sample) => sample[name]))
    if (half > 0 && late > early * (1 + SHARE) + SLACK) {
      faults.push(`${name} grew under load, from ${megabytes(early)} to ${megabytes(late)}`)
    }
  }
  for (const name of ['handles', 'descriptors'] as const) {
    if (after[name] > before[name])
      faults.push(`${name} left behind: ${before[name]} before, ${after[name]} after`)
  }
  return faults
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
