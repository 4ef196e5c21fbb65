import type { Place } from './endpoint.ts'

export interface Match {
  readonly place: Place
  /** Decoded, by the name in the pattern. */
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds the place of a path; the first of those that fit. */
export function findPlace(places: readonly Place[], segments: readonly string[]): Match | undefined {
  for (const place of places) {
    const pattern = place.pattern.slice(1).split('/')
    if (pattern.length !== segments.length) continue
    const parameters: Record<string, string> = {}
    const fits = pattern.every((part, at) => {
      const segment = segments[at] ?? ''
      if (!part.startsWith('{')) return part === segment
      parameters[part.slice(1, -1)] = segment
      // A trailing slash and dot segments name nothing.
      return !['', '.', '..'].includes(segment)
    })
    if (fits) return { place, parameters }
  }
  return undefined
}
