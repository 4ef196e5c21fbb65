const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const DAY = `(?:${DAYS.join('|')})`
const MONTH = `(?<month>${MONTHS.join('|')})`
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)'

/** RFC 9110 section 5.6.7: one format that is written, and two of old that are still read. */
const FORMATS = [
  new RegExp(`^${DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^(?:${LONG_DAYS.join('|')}), (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT$`),
  new RegExp(`^${DAY} ${MONTH} (?<day>\\d\\d| \\d) ${TIME} (?<year>\\d{4})$`),
]

/** A moment as HTTP writes it (RFC 9110 section 5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`; whole seconds. */
export function formatHttpDate(moment: Date | number): string {
  return new Date(moment).toUTCString()
}

/**
 * Reads an HTTP-date in any of the three formats that a recipient must accept (RFC 9110 section 5.6.7).
 *
 * @param now decides the century of a year with two digits
 * @returns milliseconds since 1970; `undefined` for anything else, which a recipient ignores
 */
export function parseHttpDate(text: string, now: number = Date.now()): number | undefined {
  for (const format of FORMATS) {
    const groups = format.exec(text)?.groups
    if (groups !== undefined) return toMoment(groups, now)
  }
  return undefined
}

function toMoment(groups: Readonly<Record<string, string>>, now: number): number | undefined {
  const [day, hour, minute, second] = [groups['day'], groups['hour'], groups['minute'], groups['second']].map(
    Number,
  )
  const month = MONTHS.indexOf(groups['month'] ?? '')
  const written = groups['year'] ?? ''
  const year = written.length === 2 ? fullYear(Number(written), now) : Number(written)
  const midnight = new Date(0)
  // Not `Date.UTC`, which takes the years 0 to 99 for those of the last century.
  midnight.setUTCFullYear(year, month, day)
  // The 31st of April would have become the 1st of May.
  if (midnight.getUTCMonth() !== month || midnight.getUTCDate() !== day) return undefined
  if (!(Number(hour) < 24 && Number(minute) < 60 && Number(second) <= LEAP_SECOND)) return undefined
  return midnight.getTime() + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000
}

const LEAP_SECOND = 60

/** RFC 9110 section 5.6.7: what seems to be more than 50 years ahead is the last such year of the past. */
function fullYear(lastDigits: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear()
  const year = thisYear - (thisYear % 100) + lastDigits
  return year > thisYear + 50 ? year - 100 : year
}
