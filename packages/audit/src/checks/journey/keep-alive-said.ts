import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

/** Seconds. */
const LONGEST = 8
/** Milliseconds before the time that was said is over. */
const EARLY = 400

export const keepAliveSaid = check({
  id: 'journey/keep-alive-said',
  claim: 'An idle connection is kept as long as Keep-Alive says.',
  severity: 'should',
  source: text('RFC 2068 section 19.7.1.1', 'https://www.rfc-editor.org/rfc/rfc2068.html#section-19.7.1.1'),
  mend: {
    general:
      'Keep connections a second longer than you say, so that a request that is on its way is still served.',
    stacks: { 'Node.js': 'server.keepAliveTimeoutBuffer = 1000' },
  },
  within: 15_000,
  async run({ target, connect }) {
    const { begin, last } = carriersFor(target)
    const connection = await connect()
    await connection.write(begin('GET', ''))
    const answer = await connection.next()
    const said = Number(/timeout=(\d+)/i.exec(answer?.headers.get('keep-alive') ?? '')?.[1] ?? 0)
    if (said === 0) return inconclusive('The target does not say how long it keeps idle connections.')
    if (said > LONGEST) return inconclusive(`It says ${said} s, which is not waited for.`)
    const begun = performance.now()
    if (!(await connection.closes(said * 1000 - EARLY))) {
      await connection.write(last)
      if ((await connection.next()) !== undefined) return passed()
    }
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    const says = `The target said that it keeps idle connections for ${said} s, and ended one after ${seconds} s.`
    return failed(says, connection.exchange, /keep-alive:[^\r\n]*/i)
  },
  flaw: sloppy({ idleSaid: 2, idle: 300 }),
  sound: sloppy({ idleSaid: 1, idle: 2000 }),
})
