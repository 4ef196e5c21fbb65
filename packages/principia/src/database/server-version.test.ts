import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { EXIT } from '../errors/index.ts'
import { connectDatabase } from './connect.ts'
import { defineDatabase } from './definition.ts'

/** What a server says at the start of a connection: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function greeting(version: string): Buffer {
  return Buffer.concat([
    message('R', Buffer.from([0, 0, 0, 0])),
    message('S', Buffer.from(`server_version\0${version}\0`)),
    message('Z', Buffer.from('I')),
  ])
}

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}

test.each(['14.11 (Debian 14.11-1)', '9.6.24'])('a server of version %s is refused', async (version) => {
  const server = createServer((socket) => {
    socket.once('data', () => socket.write(greeting(version)))
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connecting = connectDatabase(defineDatabase({ migrations: [] }), {
    url: `postgres://me:s3cret@127.0.0.1:${port}/shop`,
  })
  await expect(connecting).rejects.toMatchObject({
    exitCode: EXIT.unavailable,
    message: expect.stringContaining(
      `PostgreSQL at 127.0.0.1:${port} is version ${version}, but version 15 or newer is needed.`,
    ),
  })
  server.close()
})
