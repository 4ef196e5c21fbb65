import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'

export const validResponse = check({
  id: 'journey/valid-response',
  claim: 'Every answer has a valid status line, valid header fields, Date, and all of its content.',
  severity: 'must',
  source: [rfc(9112, '4'), rfc(9112, '5'), rfc(9110, '6.6.1')],
  mend: {
    general:
      'Let the server write the head of an answer. What you put into header fields must not have CR, LF or NUL; encode what somebody else has written.',
  },
  run: ({ target, send }) =>
    across(
      [...target.pages, { path: target.missing(), as: undefined }],
      'There was nothing to ask for.',
      async ({ path, as }) => {
        const exchange = await send({ path, as })
        const { answer } = exchange
        const [fault] = answer.faults
        if (fault !== undefined) return failed(`The answer to GET ${path} is not valid: ${fault}.`, exchange)
        // An origin server with a clock "MUST generate a Date header field in all 2xx, 3xx and 4xx responses".
        if (!answer.headers.has('date') && answer.status < 500)
          return failed(`The answer to GET ${path} has no Date.`, exchange)
        return answer.complete ? passed() : inconclusive(`The answer to GET ${path} broke off.`)
      },
    ),
  flaw: sloppy({ noDate: true }),
})
