import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

/** Seconds that load balancers keep idle connections: AWS, Google Cloud and nginx are at or near it. */
const USUAL = 60
const LONGEST_WAIT = 21_000

export const idleTimeout = check({
  id: 'journey/idle-timeout',
  claim: 'An idle connection is kept for longer than 60 seconds, and not for ever.',
  severity: 'may',
  source: rfc(9112, '9.5'),
  mend: {
    general:
      'Keep idle connections longer than whatever is in front does, which is 60 s for most load balancers: who closes first decides whether requests are lost.',
    stacks: {
      'Node.js': 'server.keepAliveTimeout = 65_000',
      nginx: 'keepalive_timeout 75s;',
      Gunicorn: '--keep-alive 65',
      Uvicorn: '--timeout-keep-alive 65',
    },
  },
  within: 35_000,
  async run({ target, connect }) {
    const connection = await connect()
    await connection.write(carriersFor(target).begin('GET', ''))
    const answer = await connection.next()
    if (answer === undefined) return inconclusive('A request was not answered.')
    const said = Number(/timeout=(\d+)/i.exec(answer.headers.get('keep-alive') ?? '')?.[1] ?? Number.NaN)
    if (said > USUAL) return passed(`It says that it keeps them for ${said} s.`)
    if (said <= USUAL)
      return failed(
        `The target says that it keeps idle connections for ${said} s.`,
        connection.exchange,
        /keep-alive:[^\r\n]*/i,
      )
    if (answer.version !== 'HTTP/1.1' || answer.headers.list('connection').includes('close'))
      return inconclusive('The target does not keep connections.')
    const begun = performance.now()
    if (!(await connection.closes(LONGEST_WAIT)))
      return inconclusive(
        `An idle connection was still open after ${LONGEST_WAIT / 1000} s, and is not waited for any longer.`,
      )
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    return failed(`An idle connection was closed after ${seconds} s.`, connection.exchange)
  },
  flaw: sloppy({ idle: 300 }),
  sound: sloppy({ idleSaid: 65 }),
})
