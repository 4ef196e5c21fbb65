import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor, publicPage } from './carriers.ts'
import { converse } from './converse.ts'

export const unknownUpgrade = check({
  id: 'http/unknown-upgrade',
  claim: 'An Upgrade to a protocol that nobody knows is passed over, or refused with an answer.',
  severity: 'should',
  source: rfc(9110, '7.8'),
  mend: {
    general: 'Answer as if there were no Upgrade, or with 400 or 426; leave no connection without an answer.',
    stacks: {
      'Node.js':
        "A listener for 'upgrade' gets every request with an Upgrade field: those that it does not serve it has to answer and end, `socket.end('HTTP/1.1 400 Bad Request\\r\\n\\r\\n')`.",
    },
  },
  async run(inspection) {
    publicPage(inspection.target)
    const { begin } = carriersFor(inspection.target)
    const fields = 'Connection: Upgrade, close\r\nUpgrade: principia-audit/1\r\n'
    const exchange = await converse(inspection, begin('GET', fields), 1)
    const switched = exchange.answers.find(({ status }) => status === 101)
    const [answer] = exchange.answers
    if (switched !== undefined)
      return failed('The target switched to a protocol that does not exist.', exchange, /^HTTP[^\r]*/)
    if (answer !== undefined && answer.status < 500) return passed(`Answered with ${statusLine(answer)}.`)
    const what = answer === undefined ? 'no answer' : statusLine(answer)
    return failed(`A request with an unknown Upgrade got ${what}; the usual answer was expected.`, exchange)
  },
  flaw: sloppy({ anyUpgrade: true }),
})
