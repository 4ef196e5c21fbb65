import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { inconclusive, passed } from '../../verdict.ts'
import { describeOutcome } from '../../wire/http2/outcome.ts'
import { SETTING } from '../../wire/http2/frames.ts'
import { fieldsOf, goodPage, PROTOCOL_MEND, speakHttp2 } from './http2.ts'

export const h2TableSize = check({
  id: 'http/h2-table-size',
  claim: 'Over HTTP/2, a server keeps no table of fields where the client has none.',
  severity: 'must',
  source: [rfc(7541, '4.2'), rfc(9113, '4.3.1')],
  mend: PROTOCOL_MEND,
  async run(inspection) {
    const { path } = await goodPage(inspection)
    const connection = await speakHttp2(inspection, { settings: [[SETTING.HEADER_TABLE_SIZE, 0]] })
    if (!connection.acknowledged) return inconclusive('It does not acknowledge settings.')
    // What would have gone into the table with the first answer is named with the second.
    for (const time of ['first', 'second']) {
      const outcome = await connection.outcome(await connection.request(fieldsOf(inspection, path)))
      const [fault] = connection.faults
      if (fault !== undefined)
        return connection.failed(
          `The ${time} answer to GET ${path} needs a table although SETTINGS_HEADER_TABLE_SIZE is 0: ${fault}.`,
        )
      if (outcome.kind !== 'answer') return inconclusive(`GET ${path} ${describeOutcome(outcome)}.`)
    }
    return passed()
  },
  flaw: laxHttp2('table-size'),
  sound: soundHttp2,
})
