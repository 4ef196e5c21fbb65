import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

/** Milliseconds in which a connection that the target does not mean to keep is closed. */
const AT_ONCE = 100

export const closeSaid = check({
  id: 'journey/close-said',
  claim: 'An answer after which the connection is closed says so.',
  severity: 'should',
  source: rfc(9112, '9.6'),
  mend: {
    general:
      'Send `Connection: close` with the last answer on a connection: a client that is not told may have sent its next request already, and cannot know what became of it.',
  },
  run: ({ target, connect }) =>
    across(
      [...target.pages.slice(0, 3), { path: target.missing(), as: undefined }],
      'There was nothing to ask for.',
      async ({ path, as }) => {
        const connection = await connect()
        await connection.write(writeRequest({ path, as }, target.origin.host))
        const answer = await connection.next()
        if (answer === undefined) return inconclusive(`GET ${path} was not answered.`)
        const keeps = answer.version === 'HTTP/1.1' && !answer.headers.list('connection').includes('close')
        // Content that ends with the connection says so by having no other end.
        if (!keeps || answer.framing === 'close' || !(await connection.closes(AT_ONCE))) return passed()
        const says = `The connection was closed right after the answer to GET ${path}, which does not say "Connection: close".`
        return failed(says, connection.exchange)
      },
    ),
  flaw: sloppy({ closesSilently: true }),
})
