import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { fieldIn } from '../security/answers.ts'
import { acrossItems } from './item.ts'
import { isGone, isSuccess, shows } from './seen.ts'

export const contentLocation = check({
  id: 'crud/content-location',
  claim: 'Content-Location of an answer to a change names where its content can be read.',
  severity: 'should',
  source: rfc(9110, '8.7'),
  mend: {
    general:
      'Send Content-Location only where a GET of that address gives what this answer has: then a client may take it for the new state and need not ask. Leave it out of an answer that is only a report.',
  },
  needs: ['resource'],
  run: (inspection) =>
    acrossItems(inspection, [], async (item) => {
      const { resource, created, body } = item
      const canChange = resource.methods.some((method) => method === 'patch' || method === 'replace')
      const answers = [{ answered: created, marker: body.marker }]
      if (canChange) {
        const changed = await item.change()
        answers.push({ answered: changed, marker: changed.marker })
      }
      const last = answers.at(-1)
      return across(
        answers,
        'No answer to a change has a Content-Location.',
        async ({ answered, marker }) => {
          const said = answered.answer.headers.get('content-location')
          if (said === undefined || !isSuccess(answered) || !shows(answered, marker)) return undefined
          const url = URL.parse(said, new URL(answered.request?.path ?? resource.path, answered.origin))
          if (url?.origin !== answered.origin) return undefined
          const read = await inspection.send({ path: `${url.pathname}${url.search}`, as: resource.as })
          // What it said before the change is not to be seen any more.
          const isThere = marker === last?.marker ? shows(read, marker) : !isGone(read)
          if (isThere) return passed()
          return failed(
            `An answer has the Content-Location \`${said}\`; reading that is ${statusLine(read.answer)}${isSuccess(read) ? ', of other content' : ''}.`,
            [
              { exchange: answered, says: 'It is said to be there, too.' },
              { exchange: read, says: 'What is there.' },
            ],
            fieldIn('Content-Location'),
          )
        },
      )
    }),
  flaw: tampered((answer) => {
    if (answer.headers['content-location'] !== undefined) answer.headers['content-location'] = '/notes/new'
  }),
})
