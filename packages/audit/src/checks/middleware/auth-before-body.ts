import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'

/** Milliseconds in which whoever needs no body has long answered. */
const WITHIN = 1000

export const authBeforeBody = check({
  id: 'middleware/auth-before-body',
  claim: 'A caller without credentials is refused before the body has come.',
  // A proxy that keeps bodies until they are whole does no harm, and hides who stands behind it.
  severity: 'may',
  source: rfc(9110, '9.3'),
  mend: {
    general:
      'Look at the credentials, which are in the head, before the body is read. Otherwise anybody makes the server read, keep and parse what it then refuses.',
    stacks: {
      Express: 'the middleware that authenticates before express.json()',
      Fastify: 'an onRequest hook: preValidation comes after the body has been read',
      nginx: 'proxy_request_buffering off; where it stands before such a server',
    },
  },
  needs: ['resource'],
  async run({ connect, target }) {
    const secured = target.resources.filter(
      ({ as, methods, putAt, path }) =>
        as !== undefined &&
        methods.includes('create') &&
        putAt === undefined &&
        target.guarded.includes(path),
    )
    return across(secured, 'No collection is known that refuses whoever is nobody.', async ({ path }) => {
      const connection = await connect()
      await connection.write(
        `POST ${path} HTTP/1.1\r\nHost: ${target.origin.host}\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n{"title": `,
      )
      const answer = await connection.next('POST', WITHIN)
      if (answer !== undefined && answer.status >= 400) return passed()
      if (answer !== undefined || connection.ended !== 'open') return undefined
      return failed(
        `POST ${path} without credentials was not answered in ${WITHIN / 1000} s, with 10 of its 2000 bytes sent.`,
        connection.exchange,
      )
    })
  },
  flaw: flawed((request, _, pass) => {
    if (request.method !== 'POST' || request.url !== '/notes') return pass()
    request.resume()
    request.on('end', pass)
  }),
})
