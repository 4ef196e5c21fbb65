import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

const WITHIN = 2500

export const closeHonoured = check({
  id: 'journey/close-honoured',
  claim: 'A connection whose client says close is closed after the answer.',
  severity: 'must',
  source: rfc(9112, '9.6'),
  mend: {
    general:
      'Look for the option close in Connection, in any case and among others, and close after the answer.',
  },
  async run({ target, connect }) {
    const { begin } = carriersFor(target)
    const judge = async (options: string) => {
      const connection = await connect()
      await connection.write(begin('GET', `Connection: ${options}\r\n`))
      const answer = await connection.next()
      if (answer === undefined)
        return inconclusive(`A request with "Connection: ${options}" was not answered.`)
      if (await connection.closes(WITHIN)) return passed()
      const says = `After "Connection: ${options}" the connection was still open ${WITHIN / 1000} s after the answer.`
      return failed(says, connection.exchange)
    }
    // All at once, as each may have to be waited for.
    const verdicts = ['close', 'Close', 'x-audit, close'].map(judge)
    return across(verdicts, 'There was nothing to send.', (verdict) => verdict)
  },
  flaw: sloppy({ neverCloses: true }),
})
