import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { exampleContent, writeHead } from './resource-content.ts'

export const chunkedContent = check({
  id: 'http/chunked-content',
  claim: 'Content in chunks is read like content whose length is said, or a length is demanded.',
  severity: 'must',
  // "A recipient MUST be able to parse and decode the chunked transfer coding."
  source: [rfc(9112, '7.1'), rfc(9110, '15.5.12')],
  mend: {
    general:
      'Have the server decode the chunks and hand on what is in them; where that cannot be, answer 411.',
    stacks: {
      Django:
        'WSGI tells no length, and Django reads nothing then: serve it by ASGI, or have nginx in front, which says the length (proxy_request_buffering on).',
    },
  },
  needs: ['resource'],
  async run({ target, connect }) {
    const post = async (fields: string, frame: (content: string) => string) => {
      const content = exampleContent(target)
      const head = writeHead(
        target,
        `${fields.replace('{length}', String(Buffer.byteLength(content)))}Connection: close\r\n`,
      )
      const connection = await connect()
      await connection.write(need(head, 'Nothing is known that takes content.') + frame(content))
      const answer = need(await connection.next('POST'), 'Content was not answered.')
      return { exchange: connection.exchange, answer }
    }
    const plain = await post('Content-Length: {length}\r\n', (content) => content)
    if (plain.answer.status >= 300)
      return inconclusive(`Content of a known length was answered with ${statusLine(plain.answer)}.`)
    const { exchange, answer } = await post(
      'Transfer-Encoding: chunked\r\n',
      (content) => `${Buffer.byteLength(content).toString(16)}\r\n${content}\r\n0\r\n\r\n`,
    )
    if (answer.status < 300) return passed()
    if (answer.status === 411) return passed('It demands a length.')
    if (BUSY.has(answer.status)) return inconclusive(`Chunks were answered with ${statusLine(answer)}.`)
    const says = `Content in a chunk was answered with ${statusLine(answer)}; with a Content-Length it was ${statusLine(plain.answer)}.`
    return failed(says, exchange, STATUS)
  },
  flaw: flawed((request, _response, pass) => {
    if (request.headers['transfer-encoding'] === undefined) pass()
    else pass('')
  }),
})

const BUSY = new Set([408, 429, 502, 503, 504])
