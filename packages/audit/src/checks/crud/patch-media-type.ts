import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { isFault, isSuccess, STATUS } from './seen.ts'

const UNKNOWN = 'application/x-audit-patch'

export const patchMediaType = check({
  id: 'crud/patch-media-type',
  claim: 'A patch of an unknown type is 415, and Accept-Patch names the known ones.',
  severity: 'should',
  source: [rfc(5789, '2.2'), rfc(5789, '3.1')],
  mend: {
    general:
      'Look at Content-Type before the content: application/merge-patch+json and application/json-patch+json mean different things. Refuse what you do not know with 415 and Accept-Patch.',
    stacks: {
      Express:
        "if (!req.is('application/merge-patch+json')) return res.status(415).set('Accept-Patch', 'application/merge-patch+json').end()",
      'Spring Boot':
        '@PatchMapping(consumes = "application/merge-patch+json") answers 415, and with Accept-Patch since Spring 5.2',
      'ASP.NET Core': '[Consumes("application/merge-patch+json")]',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['patch'], async (item) => {
      const { json } = item.other()
      const { text } = item.resource
      const answered = await item.patch(text === undefined ? json : { [text]: json[text] }, {
        'Content-Type': UNKNOWN,
      })
      const said = statusLine(answered.answer)
      const what = `PATCH ${item.path} with the type ${UNKNOWN}`
      if (isSuccess(answered) || isFault(answered))
        return failed(`${what} was answered with ${said}; 415 was expected.`, answered, STATUS)
      if (answered.answer.status !== 415)
        // 400 and 422 are allowed by the wording, if not as clear.
        return inconclusive(
          `${what} was answered with ${said}, which does not say whether it was for the type.`,
        )
      if (answered.answer.headers.has('accept-patch')) return passed()
      return failed(
        `${what} was answered with ${said}, without Accept-Patch to name the known types.`,
        answered,
        STATUS,
      )
    }),
  flaw: flawed((request, _, pass) => {
    if (request.method === 'PATCH') request.headers['content-type'] = 'application/merge-patch+json'
    pass()
  }),
})
