/** Whether a media type, in lower case and without parameters, is in a range such as `image/*` or `*` `/*`. */
export function inRange(type: string, range: string): boolean {
  if (range === type || range === '*/*') return true
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1))
}
