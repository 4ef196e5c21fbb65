/** A part of some text, and how much of it is missing on both ends. */
export interface Cut {
  readonly kept: string
  readonly before: number
  readonly after: number
}

/** The beginning of a text, or, where the mark is further on, what is around that. */
export function cutAround(
  text: string,
  mark: { readonly from: number; readonly to: number } | undefined,
  most: number,
): Cut {
  const isNear = mark === undefined || mark.to <= most
  const before = isNear ? 0 : Math.max(0, Math.min(mark.from - Math.floor(most / 2), text.length - most))
  const kept = text.slice(before, before + most)
  return { kept, before, after: text.length - before - kept.length }
}
