import { check } from '../../check.ts'
import { rawFlaw } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

export const headEmpty = check({
  id: 'errors/head-empty',
  claim: 'A failure that answers HEAD has no content.',
  severity: 'must',
  source: rfc(9110, '9.3.2'),
  mend: {
    general:
      'Let the server leave the content out. Where error pages are written by hand to a socket, look at the method: what follows a HEAD is taken for the next answer.',
    stacks: {
      'node:http': 'response.end(body) leaves it out itself; socket.write in a clientError handler does not.',
    },
  },
  async run({ connect, target }) {
    const connection = await connect()
    const path = target.missing()
    const headers = { Connection: 'close' }
    await connection.write(writeRequest({ method: 'HEAD', path, headers }, target.origin.host))
    const answer = await connection.next('HEAD')
    if (answer === undefined) return inconclusive(`HEAD ${path} was not answered.`)
    await connection.closes(1000)
    const extra = connection.received.length - answer.to
    if (extra === 0) return passed()
    return failed(
      `HEAD ${path} was answered with ${answer.status} and ${extra} bytes of content; none were expected.`,
      connection.exchange,
      { in: 'received', from: answer.to, to: answer.to + extra },
    )
  },
  flaw: rawFlaw((socket) => {
    socket.once('data', (bytes: Buffer) => {
      const found = bytes.toString().startsWith('GET / ')
      const body = JSON.stringify(found ? {} : { title: 'Not Found' })
      const head = `HTTP/1.1 ${found ? '200 OK' : '404 Not Found'}\r\nContent-Type: application/json\r\n`
      socket.end(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
    })
  }),
})
