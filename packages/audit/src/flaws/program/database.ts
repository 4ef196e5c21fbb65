import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** Something that knows one value, and may be gone. */
export interface Database {
  /** @throws where it does not answer in time */
  readonly ask: () => Promise<string>
}

/** Milliseconds that an answer may take. */
const WITHIN = 700

/** Connects when it is asked and not connected, and gives a connection up that fails once. */
export function openDatabase(address: string, within = WITHIN): Database {
  const [host = '', port = ''] = address.split(':')
  let connection: Socket | undefined
  /** Who waits for the next line, in the order of the questions. */
  let waiting: PromiseWithResolvers<string>[] = []

  const join = (): Socket => {
    const socket = connect(Number(port), host)
    const mine: typeof waiting = []
    waiting = mine
    createInterface(socket)
      .on('line', (line) => mine.shift()?.resolve(line))
      .on('error', () => undefined)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (connection === socket) connection = undefined
      for (const { reject } of mine) reject(new Error('The database is gone.'))
    })
    return socket
  }
  return {
    async ask() {
      connection ??= join()
      const asked = connection
      const answer = Promise.withResolvers<string>()
      waiting.push(answer)
      asked.write('get\n')
      const late = setTimeout(() => asked.destroy(), within)
      try {
        return await answer.promise
      } finally {
        clearTimeout(late)
      }
    },
  }
}

/** What stands in for a database: answers each line. */
export async function startDatabase(): Promise<{ readonly address: string } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    createInterface(socket)
      .on('line', () => socket.write('value\n'))
      .on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
