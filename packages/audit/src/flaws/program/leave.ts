import { once } from 'node:events'
import { Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from './serve.ts'

/** Ends a program in order: not ready, then no new connections, then the last answer, then the process. */
export async function leave(program: Program): Promise<void> {
  const { server, open, settings } = program
  program.leaving = true
  setTimeout(() => process.exit(1), settings.delay + settings.deadline)
  // Whoever sends requests here learns that it is not ready, and what is under way on idle connections arrives.
  await sleep(settings.delay)
  // Not that of an HTTP server: it ends connections whose answers are written and not sent yet as if they were idle.
  Server.prototype.close.call(server)
  endUnused(program)
  for (const response of open) await once(response, 'close')
  process.exit(0)
}

/** Ends the connections that have nothing to be answered: idle ones, unused ones, and those with half a head. */
export function endUnused({ sockets, open }: Program): void {
  const used = new Set([...open].map(({ req }) => req.socket))
  for (const socket of sockets) if (!used.has(socket)) socket.destroy()
}
