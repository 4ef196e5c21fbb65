import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { NO_GUARDED } from '../auth/challenge.ts'
import { mendGuard } from './mend-guard.ts'
import { FUNCTION_LEVEL } from './sources.ts'

export const nobodyRefused = check({
  id: 'access/nobody-refused',
  claim: 'What is guarded refuses whoever is nobody, to HEAD as to GET.',
  severity: 'must',
  source: FUNCTION_LEVEL,
  mend: mendGuard,
  run: ({ send, target }) =>
    across(target.guarded.slice(0, 10), NO_GUARDED, (path) =>
      across(['GET', 'HEAD'], '', async (method) => {
        const exchange = await send({ method, path })
        const { answer } = exchange
        if (answer.status >= 400) return passed()
        // Many send those who are nobody to a form.
        if (answer.status >= 300) return passed()
        const missing = await send({ method, path: target.missing() })
        // Some answer every HEAD alike, without looking.
        if (missing.answer.status < 300) return inconclusive(`${method} of what is not there succeeds too.`)
        if (answer.status === 0) return inconclusive(`${method} ${path} has no answer that can be read.`)
        return failed(
          `${method} ${path} is ${statusLine(answer)} to nobody; a refusal was expected.`,
          exchange,
          STATUS,
        )
      }),
    ),
  flaw: flawed((request, _response, pass) => {
    if (request.method === 'HEAD') request.headers.authorization ??= 'Bearer ada-token'
    pass()
  }),
})
