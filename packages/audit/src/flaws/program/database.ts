import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** Something that knows one value, and may be gone. */
export interface Database {
  /** @throws where it does not answer in time */
  readonly ask: () => Promise<string>
  /** A statement that takes so many milliseconds, unless it is cancelled. @throws where the database is gone */
  readonly work: (milliseconds: number, cancel?: AbortSignal) => Promise<string>
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
  const send = (line: string): [Socket, Promise<string>] => {
    connection ??= join()
    const answer = Promise.withResolvers<string>()
    waiting.push(answer)
    connection.write(`${line}\n`)
    return [connection, answer.promise]
  }
  return {
    async ask() {
      const [asked, answer] = send('get')
      const late = setTimeout(() => asked.destroy(), within)
      try {
        return await answer
      } finally {
        clearTimeout(late)
      }
    },
    work(milliseconds, cancel) {
      const [asked, answer] = send(`work ${milliseconds}`)
      const stop = () => asked.write('cancel\n')
      cancel?.addEventListener('abort', stop)
      // What is cancelled when it is done would be the next one.
      return answer.finally(() => cancel?.removeEventListener('abort', stop))
    },
  }
}

/** What stands in for a database: answers each line, and work when it is done or cancelled. */
export async function startDatabase(): Promise<{ readonly address: string } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    let working: NodeJS.Timeout | undefined
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(working)
      sockets.delete(socket)
    })
    createInterface(socket)
      .on('line', (line) => {
        const [command, milliseconds] = line.split(' ')
        const answer = () => socket.write('value\n')
        if (command === 'work') working = setTimeout(answer, Number(milliseconds))
        else answer()
        if (command === 'cancel') clearTimeout(working)
      })
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
