import { check } from '../../check.ts'
import { documented } from './documented.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { MEND_CODE_FIRST } from './mends.ts'
import { text } from '../../source.ts'

export const allAnswer = check({
  id: 'openapi/all-answer',
  claim: 'Every operation that is described answers.',
  severity: 'should',
  source: text('OpenAPI 3.1.1 section 4.8.8', 'https://spec.openapis.org/oas/v3.1.1.html#paths-object'),
  mend: MEND_CODE_FIRST,
  needs: ['description'],
  run({ target, send }) {
    // Where a part of the path is a parameter, 404 may say that there is no such thing.
    const plain = (target.description?.operations ?? []).filter(
      ({ method, path, parameters }) =>
        method === 'GET' && !path.includes('{') && !parameters.some(({ required }) => required),
    )
    return across(plain.slice(0, 60), 'No GET without parameters is described.', async (operation) => {
      const { path, secured } = operation
      const [user] = target.users
      if (secured && user === undefined) return undefined
      const as = target.pages.find((page) => page.operation === operation)?.as ?? (secured ? user : undefined)
      const answered = await send({ path, as })
      const { status } = answered.answer
      if (![404, 405, 501].includes(status)) return passed()
      // Some singular things are not there until they are made.
      if (status === 404 && operation.answers['404'] !== undefined) return undefined
      return failed(
        `GET ${path} is described, and was answered with ${statusLine(answered.answer)}.`,
        answered,
        STATUS,
      )
    })
  },
  flaw: documented((document) => {
    const { paths } = document as { paths: Record<string, unknown> }
    paths['/reports'] = { get: { operationId: 'listReports', responses: { 200: { description: 'All.' } } } }
  }),
})
