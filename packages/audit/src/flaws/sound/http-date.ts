const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH = `(${MONTHS.join('|')})`
const TIME = String.raw`(\d\d):(\d\d):(\d\d)`

const IMF_FIXDATE = new RegExp(
  String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ${MONTH} (\d{4}) ${TIME} GMT$`,
)
const RFC850 = new RegExp(
  String.raw`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-${MONTH}-(\d\d) ${TIME} GMT$`,
)
const ASCTIME = new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} ([ \d]\d) ${TIME} (\d{4})$`)

/** Milliseconds since 1970 of an HTTP date in any of its three forms (RFC 9110 section 5.6.7); `undefined` where it is none. */
export function parseHttpDate(text: string): number | undefined {
  const fixed = IMF_FIXDATE.exec(text)
  if (fixed !== null) {
    const [, day, month, year, hour, minute, second] = fixed
    return moment(year, month, day, hour, minute, second)
  }
  const old = RFC850.exec(text)
  if (old !== null) {
    const [, day, month, year, hour, minute, second] = old
    // A year of two digits that seems more than 50 years in the future is in the past.
    const now = new Date().getUTCFullYear()
    const near = now - (now % 100) + Number(year)
    return moment(String(near > now + 50 ? near - 100 : near), month, day, hour, minute, second)
  }
  const [, month, day, hour, minute, second, year] = ASCTIME.exec(text) ?? []
  return moment(year, month, day?.trim(), hour, minute, second)
}

function moment(year = '', month = '', day = '', hour = '', minute = '', second = ''): number | undefined {
  const date = Date.UTC(+year, MONTHS.indexOf(month), +day, +hour, +minute, +second)
  const back = new Date(date)
  const real = year !== '' && back.getUTCDate() === +day && +hour < 24 && +minute < 60 && +second <= 60
  return real ? date : undefined
}
