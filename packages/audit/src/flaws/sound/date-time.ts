const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/i

/** Whether a text is a moment as RFC 3339 section 5.6 writes it: a real day, with an offset. */
export function isDateTime(text: string): boolean {
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '',
    sign,
    hours = '0',
    minutes = '0',
  ] = DATE_TIME.exec(text) ?? []
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  const realDay = date.getUTCDate() === Number(day)
  const realOffset = Number(hours) < 24 && Number(minutes) < 60
  const realTime = Number(hour) < 24 && Number(minute) < 60
  if (!realDay || !realOffset || !realTime) return false
  if (Number(second) < 60) return true
  // Leap seconds are at the end of a day in UTC (RFC 3339 section 5.7).
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const ofDay = (Number(hour) * 60 + Number(minute) - offset + 2 * 1440) % 1440
  return second === '60' && ofDay === 1439
}
