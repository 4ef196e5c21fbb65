import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { converse } from './converse.ts'

export const chunksOldVersion = check({
  id: 'http/chunks-old-version',
  claim: 'A client of HTTP/1.0 gets no chunks.',
  severity: 'must',
  source: rfc(9112, '6.1'),
  mend: {
    general:
      'Where the request says HTTP/1.0, send content with its length, or end it by closing the connection.',
  },
  run: (inspection) =>
    across(
      inspection.target.pages.filter(({ as }) => as === undefined).slice(0, 8),
      'No page is known that anybody may see; name one under "pages" in the configuration.',
      async ({ path }) => {
        const bytes = `GET ${path} HTTP/1.0\r\nHost: ${inspection.target.origin.host}\r\nAccept: */*\r\n\r\n`
        const exchange = await converse(inspection, bytes, 1)
        const [answer] = exchange.answers
        if (answer === undefined) return inconclusive(`GET ${path} with HTTP/1.0 was not answered.`)
        if (!answer.headers.has('transfer-encoding')) return passed()
        const says = `GET ${path} with HTTP/1.0 was answered with a Transfer-Encoding.`
        return failed(says, exchange, /transfer-encoding[^\r\n]*/i)
      },
    ),
  flaw: sloppy({ chunksForOld: true }),
})
