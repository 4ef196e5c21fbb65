import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { isLoopback } from '../../target/loopback.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'

/** Seconds. */
const TOLERANCE = 10
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

export const dateHeader = check({
  id: 'journey/date-header',
  claim: 'Date is an HTTP date within a few seconds of the truth.',
  severity: 'should',
  source: [rfc(9110, '6.6.1'), rfc(9110, '5.6.7')],
  mend: {
    general: 'Let the server set Date, and the machine its clock by NTP: caches compute ages from both.',
  },
  async run({ target, send }) {
    const exchange = await send({ path: target.pages[0]?.path ?? `${target.base}/` })
    const date = need(exchange.answer.headers.get('date'), 'The answer has no Date.')
    if (!IMF_FIXDATE.test(date))
      return failed(`"${date.slice(0, 60)}" is no HTTP date.`, exchange, /date:[^\r\n]*/i)
    const off = Math.round(Math.abs(Date.parse(date) - Date.now()) / 1000)
    if (off <= TOLERANCE) return passed()
    if (!isLoopback(target.origin.hostname))
      return inconclusive(`Date is ${off} s from the clock of this machine; one of them is wrong.`)
    return failed(
      `Date is ${off} s from the clock of this machine, which is the target's too.`,
      exchange,
      date,
    )
  },
  flaw: sloppy({ lateDate: true }),
})
