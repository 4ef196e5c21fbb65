import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'

export const trace = check({
  id: 'http/trace',
  claim: 'TRACE does not send back credentials.',
  severity: 'should',
  source: rfc(9110, '9.3.8'),
  mend: {
    general: 'Answer TRACE with 405 or 501.',
    stacks: { Apache: 'TraceEnable Off', Tomcat: 'Leave `allowTrace` at false.' },
  },
  async run({ send, target, random }) {
    const secret = random.word(16)
    const exchange = await send({
      method: 'TRACE',
      path: target.pages[0]?.path ?? `${target.base}/`,
      headers: { Cookie: `trace=${secret}`, Authorization: `Bearer ${secret}` },
    })
    if (!exchange.answer.body.includes(secret)) return passed()
    return failed('TRACE was answered with the Cookie and Authorization that it was sent.', exchange, secret)
  },
  flaw: sloppy({ trace: true }),
})
