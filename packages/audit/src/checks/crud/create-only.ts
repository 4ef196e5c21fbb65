import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { acrossItems } from './item.ts'
import { isSuccess, shows, STATUS } from './seen.ts'
import { strongTag } from './tagged-item.ts'

export const createOnly = check({
  id: 'crud/create-only',
  claim: 'PUT with "If-None-Match: *" is 412 where something is already, and changes nothing.',
  severity: 'must',
  source: rfc(9110, '13.1.2'),
  mend: {
    general:
      'Evaluate If-None-Match for PUT as well: "*" asks to make, and never to overwrite. INSERT … ON CONFLICT DO NOTHING, and 412 where it touched no row.',
    stacks: {
      'Go net/http':
        'http.ServeContent evaluates conditions of GET alone; look at the field before you write',
      'ASP.NET Core': 'look at Request.GetTypedHeaders().IfNoneMatch before you write',
    },
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, ['replace'], async (item) => {
      const { path } = item
      // Where it has none, conditions are nothing that it knows.
      strongTag(item.shown, path)
      const { json, marker } = item.other()
      const answered = await item.put(json, { 'If-None-Match': '*' })
      const after = await item.read()
      const isChanged = shows(after, marker)
      if (!isSuccess(answered) && !isChanged) return passed()
      return failed(
        `PUT ${path} with \`If-None-Match: *\` was answered with ${statusLine(answered.answer)}${isChanged ? ' and overwrote what was there' : ''}; 412 was expected.`,
        [
          { exchange: item.shown, says: 'It was there.' },
          { exchange: answered, says: 'PUT, if there is nothing.' },
          { exchange: after, says: 'Afterwards.' },
        ],
        STATUS,
      )
    }),
  flaw: flawed((request, _, pass) => {
    if (request.method !== 'GET') delete request.headers['if-none-match']
    pass()
  }),
})
