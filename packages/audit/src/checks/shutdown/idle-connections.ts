import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { probe } from '../../process/probe.ts'
import { rfc } from '../../source.ts'
import { CannotTell } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { heldUpBy } from './held-up-by.ts'
import { DRAIN } from './mend.ts'

const SOME = 5

export const idleConnections = check({
  id: 'shutdown/idle-connections',
  claim: 'Connections that are kept alive and idle do not hold up the end.',
  severity: 'should',
  source: rfc(9112, '9.6'),
  mend: DRAIN,
  needs: ['process'],
  within: 60_000,
  run: (inspection) =>
    heldUpBy(inspection, `${SOME} idle connections that had an answer before`, async ({ connect }) => {
      const connections = await Promise.all(Array.from({ length: SOME }, connect))
      for (const connection of connections) {
        await connection.write(writeRequest(probe(inspection.target), connection.origin.host))
        await connection.next()
      }
      if (connections.some(({ ended }) => ended !== 'open'))
        throw new CannotTell('It does not keep connections after an answer.')
      return connections
    }),
  flaw: program(`
    serve({
      leave({ server, sockets }) {
        const used = [...sockets].filter((socket) => socket.bytesRead > 0)
        for (const socket of sockets) if (!used.includes(socket)) socket.destroy()
        server.closeIdleConnections = () => undefined
        server.close()
        if (used.length === 0) process.exit(0)
        for (const socket of used) socket.on('close', () => process.exit(0))
      },
    })
  `),
  sound: soundProgram,
})
