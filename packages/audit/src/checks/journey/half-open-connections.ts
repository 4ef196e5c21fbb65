import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

const CONNECTIONS = 100
const WITHIN = 3000
const LONGEST_OPENING = 2500

export const halfOpenConnections = check({
  id: 'journey/half-open-connections',
  claim: 'A hundred clients that send half a request do not keep others from being served.',
  severity: 'should',
  source: text(
    'CWE-400: Uncontrolled Resource Consumption',
    'https://cwe.mitre.org/data/definitions/400.html',
  ),
  mend: {
    general:
      'Do not give a thread or a process to a connection before its request has come. Put a server that waits cheaply in front of one that cannot, and limit connections for each address there.',
    stacks: { Gunicorn: 'Use nginx in front, or a worker class that waits for many, such as gthread.' },
  },
  alone: true,
  async run({ target, connect }) {
    const { page, host, last } = carriersFor(target)
    const usual = await connect()
    await usual.write(last)
    if ((await usual.next()) === undefined) return inconclusive('The target does not answer at all.')
    // A short queue for what is to be accepted lets some of them wait: they count too, if they come through in time.
    const opened = await Promise.allSettled(
      Array.from({ length: CONNECTIONS }, async () => {
        const half = await connect({ within: LONGEST_OPENING })
        await half.write(`GET ${page} HTTP/1.1\r\nHost: ${host}\r\n`)
        return half
      }),
    )
    const halves = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    if (halves.length < CONNECTIONS / 2)
      return inconclusive(
        `Only ${halves.length} connections were accepted within ${LONGEST_OPENING / 1000} s.`,
      )
    const other = await connect()
    await other.write(last)
    const answer = await other.next('GET', WITHIN)
    for (const half of halves) half.destroy()
    if (answer !== undefined) return passed()
    const says = `While ${halves.length} connections had sent half a request, another request was not answered within ${WITHIN / 1000} s.`
    return failed(says, [
      {
        exchange: other.exchange,
        amid: `It takes ${halves.length} connections beside it, each with half a request.`,
      },
    ])
  },
  flaw: sloppy({ connections: 20, timePerByte: true }),
})
