import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { handle } from './handle.ts'
import { leave } from './leave.ts'
import { mistakesIn, readSettings, refuse, type Settings } from './settings.ts'
import { openDatabase, type Database } from './database.ts'
import { openStore, type Store } from './store.ts'

/** What runs. */
export interface Program {
  readonly settings: Settings
  readonly parts: Parts
  readonly server: Server
  readonly store: Store
  readonly database: Database | undefined
  /** All connections. */
  readonly sockets: Set<Socket>
  /** Answers that are not sent yet. */
  readonly open: Set<ServerResponse>
  /** Whether it has been asked to end. */
  leaving: boolean
}

/** What it is made of. A flaw does one of these in another way. */
export interface Parts {
  readonly mistakes: (env: NodeJS.ProcessEnv) => string[]
  readonly refuse: (mistakes: readonly string[]) => void
  readonly log: (event: Readonly<Record<string, unknown>>) => void
  readonly handle: (request: IncomingMessage, response: ServerResponse, program: Program) => unknown
  readonly store: (folder: string) => Store
  readonly database: (address: string) => Database
  readonly signals: readonly NodeJS.Signals[]
  /** At the first signal. */
  readonly leave: (program: Program) => unknown
  /** At the second. */
  readonly leaveAtOnce: (signal: NodeJS.Signals) => unknown
}

const SOUND: Parts = {
  mistakes: mistakesIn,
  refuse,
  log: (event) => console.log(JSON.stringify({ time: new Date().toISOString(), level: 'info', ...event })),
  handle,
  store: openStore,
  database: openDatabase,
  signals: ['SIGTERM', 'SIGINT'],
  leave: (program) => leave(program),
  leaveAtOnce: (signal) => process.exit(signal === 'SIGINT' ? 130 : 143),
}

/**
 * A backend that behaves as a process should, on `node:http` alone: settings from the environment and all checked at
 * start, JSON lines on stdout, health, a store that is durable, a database that may fail, an end in order.
 */
export function serve(other: Partial<Parts> = {}): Program {
  const parts = { ...SOUND, ...other }
  const mistakes = parts.mistakes(process.env)
  if (mistakes.length > 0) parts.refuse(mistakes)
  const settings = readSettings(process.env)
  const program: Program = {
    settings,
    parts,
    server: createServer(),
    store: parts.store(settings.folder),
    database: settings.database === undefined ? undefined : parts.database(settings.database),
    sockets: new Set(),
    open: new Set(),
    leaving: false,
  }
  const { server, sockets, open } = program
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    void parts.handle(request, response, program)
  })
  for (const signal of parts.signals)
    process.on(signal, () => {
      if (program.leaving) parts.leaveAtOnce(signal)
      else parts.leave(program)
      program.leaving = true
    })
  server.listen(settings.port, '127.0.0.1', () => parts.log({ message: 'listening', port: settings.port }))
  return program
}
