import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

export const notFound = check({
  id: 'routing/not-found',
  claim: 'What is not there is answered with 404.',
  severity: 'must',
  source: rfc(9110, '15.5.5'),
  mend: {
    general:
      'Answer 404 where no route matches. A start page for every address belongs to the paths of the front end only, not to those of the API.',
    stacks: {
      Express:
        "app.use((req, res) => res.status(404).json({ title: 'Not Found', status: 404 })) as the last handler",
      nginx: 'try_files $uri =404;',
    },
  },
  async run({ send, target }) {
    const exchange = await send({ path: target.missing() })
    const { answer } = exchange
    if (answer.status === 404) return passed()
    return failed(
      `An address that cannot exist was answered with ${statusLine(answer)}; 404 was expected.`,
      exchange,
      STATUS,
    )
  },
  flaw: tampered((answer) => {
    if (answer.status === 404) answer.status = 200
  }),
})
