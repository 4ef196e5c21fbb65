import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { publicPage } from './carriers.ts'

export const absoluteForm = check({
  id: 'http/absolute-form',
  claim: 'A request whose target is a whole address is answered like one whose target is its path.',
  severity: 'must',
  // "a server MUST accept the absolute-form in requests".
  source: rfc(9112, '3.2.2'),
  mend: {
    general:
      'Take the path and the query of the target where it begins with a scheme, and its host in place of Host.',
    stacks: {
      'Node.js': "const { pathname } = new URL(request.url, 'http://localhost')",
      Fastify: 'Rewrite the target in `rewriteUrl`.',
    },
  },
  async run({ send, target }) {
    const { path, seen } = publicPage(target)
    const exchange = await send({ path: `${target.origin.origin}${path}` })
    if (exchange.answer.status < 400) return passed()
    const plain = await send({ path })
    if (plain.answer.status >= 400) return passed('The page itself is not there any more.')
    const says = `A target of ${target.origin.origin}${path} was answered with ${statusLine(exchange.answer)}; ${statusLine(seen.answer)} was expected, as for ${path}.`
    return failed(says, exchange, STATUS)
  },
  flaw: sloppy({ originFormOnly: true }),
  sound: sloppy(),
})
