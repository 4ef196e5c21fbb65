/** The candidate that was probably meant; `undefined` where none is near. */
function nearest(text: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(candidate, text) }))
    .toSorted((one, other) => one.distance - other.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3))
    ? best.candidate
    : undefined
}

/** ` Did you mean "routing"?`, or nothing. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const meant = nearest(text, candidates)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}

/**
 * How many letters have to be put in, left out, replaced or swapped with their neighbour (optimal string alignment); a
 * beginning is as good as the whole.
 */
function distance(candidate: string, text: string): number {
  if (text.length > 1 && candidate.startsWith(text)) return 0
  let before: number[] = []
  let above = Array.from({ length: text.length + 1 }, (_, column) => column)
  for (const [row, letter] of candidate.split('').entries()) {
    const current = [row + 1]
    for (let column = 1; column <= text.length; column++) {
      const [left = 0, up = 0, corner = 0] = [current[column - 1], above[column], above[column - 1]]
      const isSwap = letter === text[column - 2] && candidate[row - 1] === text[column - 1]
      current.push(
        Math.min(
          left + 1,
          up + 1,
          corner + (letter === text[column - 1] ? 0 : 1),
          isSwap ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    before = above
    above = current
  }
  return above[text.length] ?? 0
}
