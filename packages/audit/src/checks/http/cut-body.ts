import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { exampleContent, writeHead } from './resource-content.ts'

export const cutBody = check({
  id: 'http/cut-body',
  claim: 'Content that breaks off is not taken for whole.',
  severity: 'must',
  source: rfc(9112, '8'),
  mend: {
    general:
      'Act on content only once its end has come: as many octets as Content-Length says, or the last chunk. The end of the connection is none.',
  },
  needs: ['resource'],
  run: ({ target, connect }) =>
    across(
      [
        (content: string) => [`Content-Length: ${content.length + 40}\r\n`, content],
        (content: string) => [
          'Transfer-Encoding: chunked\r\n',
          `${content.length.toString(16)}\r\n${content}\r\n`,
        ],
      ],
      'There was nothing to send.',
      async (frame) => {
        const content = exampleContent(target)
        const [field = '', sent = ''] = frame(content)
        const connection = await connect()
        await connection.write(need(writeHead(target, field), 'Nothing is known that takes content.') + sent)
        await connection.arrives(30)
        connection.end()
        const answer = await connection.next('POST', 2000)
        if (answer === undefined || answer.status < 200 || answer.status >= 300) return passed()
        // Some gateways answer an empty 200 to a client that has gone, and pass nothing on.
        if (answer.status !== 201 && !answer.headers.has('location') && answer.body.length === 0)
          return inconclusive(
            `Content that broke off was answered with an empty ${statusLine(answer)}; what it did cannot be seen.`,
          )
        const says = `Content that broke off (${field.trim()}) was answered with ${statusLine(answer)}.`
        return failed(says, connection.exchange, STATUS)
      },
    ),
  flaw: sloppy({ cutContent: true }),
})
