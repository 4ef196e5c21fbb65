const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const FIXDATE = new RegExp(
  `^(${DAYS.join('|')}), (\\d\\d) (${MONTHS.join('|')}) (\\d{4}) ([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d|60) GMT$`,
)

/**
 * A date as a server has to write it (IMF-fixdate, RFC 9110 section 5.6.7), in milliseconds since 1970. `undefined` where it
 * is none, which includes the two obsolete forms that must not be generated, days that do not exist and wrong weekdays.
 */
export function parseHttpDate(value: string): number | undefined {
  const match = FIXDATE.exec(value)
  if (match === null) return undefined
  const [, weekday = '', day, month = '', year, hours, minutes, seconds] = match
  const midnight = new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day)))
  if (midnight.getUTCDate() !== Number(day) || DAYS[midnight.getUTCDay()] !== weekday) return undefined
  return midnight.getTime() + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000
}

/** A moment as HTTP writes it. */
export function toHttpDate(time: number): string {
  return new Date(time).toUTCString()
}
