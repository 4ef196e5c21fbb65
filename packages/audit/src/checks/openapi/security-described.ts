import { check } from '../../check.ts'
import { documented, operationsIn } from './documented.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { MEND_ANSWERS } from './mends.ts'
import { text } from '../../source.ts'

export const securityDescribed = check({
  id: 'openapi/security-described',
  claim: 'What refuses whoever is nobody is described as secured.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.10', 'https://spec.openapis.org/oas/v3.1.1.html#operation-object'),
  mend: MEND_ANSWERS,
  needs: ['description'],
  run({ target, send }) {
    const open = target.pages.filter(({ operation }) => operation?.secured === false)
    return across(
      open,
      'Every operation that was seen is described as secured.',
      async ({ path, operation }) => {
        const answered = await send({ path })
        if (answered.answer.status !== 401) return passed()
        return failed(
          `GET ${operation?.path} refuses nobody in particular with 401, and its description does not say that one has to be somebody.`,
          answered,
          STATUS,
        )
      },
    )
  },
  flaw: documented((document) => {
    for (const operation of operationsIn(document)) delete operation.security
  }),
})
