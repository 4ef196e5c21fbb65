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
  // "the recipient MUST consider the message to be incomplete and close the connection".
  source: [rfc(9112, '6.3'), rfc(9112, '8')],
  mend: {
    general:
      'Act on content only once its end has come: as many octets as Content-Length says, or the last chunk. The end of the connection is none.',
    stacks: {
      'Go net/http':
        'Read r.Body to its end, as io.ReadAll does: what is missing is io.ErrUnexpectedEOF. A json.Decoder stops where its value ends.',
      'Spring Boot':
        'spring.jackson.deserialization.fail-on-trailing-tokens=true, so that Jackson reads to the end',
      'Flask and Django':
        'Gunicorn ends the input without an error: compare the length of what was read with Content-Length, or have nginx in front, which passes on whole requests (proxy_request_buffering on).',
    },
  },
  needs: ['resource'],
  run: ({ target, connect }) =>
    across(
      [
        (content: string) => ({
          field: `Content-Length: ${Buffer.byteLength(content) + 40}\r\n`,
          sent: content,
          how: `${Buffer.byteLength(content)} octets came of ${Buffer.byteLength(content) + 40}`,
        }),
        (content: string) => ({
          field: 'Transfer-Encoding: chunked\r\n',
          sent: `${Buffer.byteLength(content).toString(16)}\r\n${content}\r\n`,
          how: 'without a last chunk',
        }),
      ],
      'There was nothing to send.',
      async (frame) => {
        const content = exampleContent(target)
        const { field, sent, how } = frame(content)
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
        const says = `Content that broke off (${how}) was answered with ${statusLine(answer)}.`
        return failed(says, connection.exchange, STATUS)
      },
    ),
  flaw: sloppy({ cutContent: true }),
})
