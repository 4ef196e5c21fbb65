/**
 * That a route, or a whole version of an API, is on its way out. Its answers say so, errors too, and a metric counts
 * who still calls. `true` alone is for when no date is known: it is in the API's description and counted, but
 * answers cannot carry it, since the field `Deprecation` is a date.
 */
export interface Deprecation {
  /** When it became deprecated, or will. A day, such as `'2026-05-01'`, begins at midnight UTC. */
  readonly since: Date | string
  /** When it stops to answer. Not before `since` (RFC 9745 section 4). */
  readonly sunset?: Date | string
  /** Where to read why, and what to do. */
  readonly link?: string
  /** What takes its place. */
  readonly successor?: string
  /** Answers with 410 from `sunset` on. Without it nothing changes on that day: a date is not a deployment. */
  readonly gone?: boolean
}

export interface CompiledDeprecation {
  /** Names and values in turn, as `writeHead` takes them. */
  readonly headers: readonly string[]
  /** From when on, in milliseconds since the Unix epoch, the answer is 410. */
  readonly goneAt: number
}

/** @throws TypeError that says what is wrong with it */
export function compileDeprecation(deprecated: true | Deprecation): CompiledDeprecation {
  if (deprecated === true) return { headers: [], goneAt: Number.POSITIVE_INFINITY }
  const since = toTime('since', deprecated.since)
  const sunset = deprecated.sunset === undefined ? undefined : toTime('sunset', deprecated.sunset)
  if (sunset !== undefined && sunset < since) {
    throw new TypeError('`deprecated.sunset` is before `since`; something is deprecated before it ends.')
  }
  if (deprecated.gone === true && sunset === undefined) {
    throw new TypeError('`deprecated.gone` needs a `sunset`, the time from which on the answer is 410.')
  }
  // RFC 9745 section 2.1: a date of structured fields. RFC 8594 section 3: an HTTP-date.
  const headers = ['Deprecation', `@${Math.floor(since / 1000)}`]
  if (sunset !== undefined) headers.push('Sunset', new Date(sunset).toUTCString())
  const links = linksOf(deprecated)
  if (links.length > 0) headers.push('Link', links.join(', '))
  return {
    headers,
    goneAt: deprecated.gone === true && sunset !== undefined ? sunset : Number.POSITIVE_INFINITY,
  }
}

/** RFC 9745 section 3, RFC 8594 section 6, RFC 5829 section 3.1. */
function linksOf({ link, sunset, successor }: Deprecation): string[] {
  return [
    ...(link === undefined ? [] : [toLink('link', link, 'deprecation')]),
    ...(link === undefined || sunset === undefined ? [] : [toLink('link', link, 'sunset')]),
    ...(successor === undefined ? [] : [toLink('successor', successor, 'successor-version')]),
  ]
}

function toLink(option: string, url: string, relation: string): string {
  // What RFC 3986 allows in a reference; more could end the link and begin another header.
  if (!/^[\w!#$%&'()*+,./:;=?@[\]~-]+$/.test(url)) {
    throw new TypeError(`\`deprecated.${option}\` is the address of a page; got "${url}".`)
  }
  return `<${url}>; rel="${relation}"`
}

function toTime(option: string, date: Date | string): number {
  const time = new Date(date).getTime()
  // Of a day that a month does not have, `Date` makes one of the next month.
  const exact = typeof date !== 'string' || (time > 0 && new Date(time).toISOString().startsWith(date))
  if (Number.isNaN(time) || !exact || (typeof date === 'string' && date.length !== 10)) {
    throw new TypeError(
      `\`deprecated.${option}\` is a Date, or a day such as '2026-05-01'; got ${JSON.stringify(date)}.`,
    )
  }
  return time
}
