import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor, publicPage } from '../http/carriers.ts'
import { converse } from '../http/converse.ts'

export const pipelinedOrder = check({
  id: 'journey/pipelined-order',
  claim: 'Requests that arrive together are answered in their order.',
  severity: 'must',
  source: rfc(9112, '9.3.2'),
  mend: {
    general:
      'Begin the next answer on a connection only after the one before it has ended, whichever is ready first.',
  },
  async run(inspection) {
    const { target, send } = inspection
    const page = publicPage(target).seen.answer.status
    const missing = (await send({ path: target.missing() })).answer.status
    if (missing === page)
      return inconclusive('What is not there is answered like what is there, so that no order can be seen.')
    const { begin, hidden, last } = carriersFor(target)
    const exchange = await converse(inspection, hidden + begin('GET', '') + hidden + last, 4)
    const got = exchange.answers.map(({ status }) => status)
    const says = `Requests for a missing page, a page, a missing one and a page were answered with ${got.join(', ')}.`
    // Another status is no matter of order: a limit, or a fault.
    if (got.length === 0 || got.some((status) => status !== page && status !== missing))
      return inconclusive(`The order cannot be told. ${says}`)
    if (!got.every((status, at) => status === (at % 2 === 0 ? missing : page))) return failed(says, exchange)
    return got.length > 1
      ? passed()
      : inconclusive(
          'The connection was ended after the first answer; the others have to be asked for again.',
        )
  },
  flaw: sloppy({ pipelinedReversed: true }),
})
