/**
 * Writes a `Retry-After` (RFC 9110 section 10.2.3): the seconds to wait, rounded up so that nobody comes too
 * early, or a time.
 *
 * @throws TypeError for what is no duration and no time
 * @example
 * throw problems.unavailable('The report is being made.', { headers: { 'retry-after': retryAfter(30) } })
 */
export function retryAfter(when: number | Date): string {
  const time = typeof when === 'number' ? when : when.getTime()
  if (!Number.isFinite(time) || (typeof when === 'number' && time < 0)) {
    throw new TypeError(`Retry-After is a number of seconds or a time; got ${String(when)}.`)
  }
  return typeof when === 'number' ? String(Math.ceil(when)) : when.toUTCString()
}
