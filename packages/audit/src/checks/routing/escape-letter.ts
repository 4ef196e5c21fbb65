/** A path with one letter or digit of its last segment percent-encoded; `undefined` where it has none. */
export function escapeLetter(path: string): string | undefined {
  const match = /([A-Za-z0-9])([^/%]*\/?)$/.exec(path)
  const [, letter = '', behind = ''] = match ?? []
  if (match === null) return undefined
  const escaped = `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
  return path.slice(0, match.index) + escaped + behind
}
