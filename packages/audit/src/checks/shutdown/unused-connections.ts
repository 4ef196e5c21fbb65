import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { rfc } from '../../source.ts'
import { heldUpBy } from './held-up-by.ts'
import { DRAIN } from './mend.ts'

const MANY = 20

export const unusedConnections = check({
  id: 'shutdown/unused-connections',
  claim: 'Connections without a request do not hold up the end.',
  severity: 'should',
  source: rfc(9112, '9.6'),
  mend: DRAIN,
  needs: ['process'],
  within: 60_000,
  run: (inspection) =>
    heldUpBy(inspection, `${MANY} connections on which nothing was sent`, ({ connect }) =>
      Promise.all(Array.from({ length: MANY }, connect)),
    ),
  flaw: program(`
    serve({
      leave({ server, sockets }) {
        const unused = [...sockets].filter((socket) => socket.bytesRead === 0)
        for (const socket of sockets) if (!unused.includes(socket)) socket.destroy()
        server.closeIdleConnections = () => undefined
        server.close()
        if (unused.length === 0) process.exit(0)
        for (const socket of unused) socket.on('close', () => process.exit(0))
      },
    })
  `),
  sound: soundProgram,
})
