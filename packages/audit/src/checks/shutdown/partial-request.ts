import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { rfc } from '../../source.ts'
import { heldUpBy } from './held-up-by.ts'

export const partialRequest = check({
  id: 'shutdown/partial-request',
  claim: 'Half the head of a request does not hold up the end.',
  severity: 'should',
  source: rfc(9112, '9.6'),
  mend: {
    general:
      'A request whose head has not come yet was not accepted: close its connection when the port is closed. Only those with a whole head are to be finished.',
    stacks: {
      Express:
        'server.close() of Node does not close such connections; call server.closeAllConnections() as soon as no answer is open any more.',
    },
  },
  needs: ['process'],
  within: 60_000,
  run: (inspection) =>
    heldUpBy(inspection, 'half the head of a request on one connection', async ({ connect }) => {
      const connection = await connect()
      await connection.write(`GET / HTTP/1.1\r\nHost: ${connection.origin.host}\r\nX-Half: `)
      return [connection]
    }),
  flaw: program('serve({ leave: ({ server }) => server.close(() => process.exit(0)) })'),
  sound: soundProgram,
})
