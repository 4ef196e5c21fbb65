import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { text } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { carriersFor } from '../http/carriers.ts'

const CLIENTS = 10

export const resetMidBody = check({
  id: 'journey/reset-mid-body',
  claim: 'Clients that go away in the middle of their content hurt nobody else.',
  severity: 'must',
  source: text('CWE-248: Uncaught Exception', 'https://cwe.mitre.org/data/definitions/248.html'),
  mend: {
    general:
      'Handle the end and the errors of incoming content: it is no failure of the server that a client has gone.',
    stacks: { 'Node.js': "request.on('error', …), or `pipeline()`, which does it." },
  },
  async run({ target, connect }) {
    const { begin, methods, last } = carriersFor(target)
    for (let count = 0; count < CLIENTS; count++) {
      const client = await connect()
      const method = methods[count % methods.length] ?? 'GET'
      await client.write(
        `${begin(method, 'Content-Type: application/json\r\nContent-Length: 100000\r\n')}{"a":`,
      )
      await client.arrives(2)
      client.reset()
    }
    const other = await connect()
    await other.write(last)
    if ((await other.next()) !== undefined) return passed()
    return failed(
      `After ${CLIENTS} connections were reset in the middle of content, a request was not answered.`,
      [
        {
          exchange: other.exchange,
          amid: 'It takes connections before it that are reset in the middle of content.',
        },
      ],
    )
  },
  flaw: sloppy({ resetsStop: true }),
})
