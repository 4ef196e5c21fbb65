import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'

export const deprecationAnnounced = check({
  id: 'rest/deprecation-announced',
  claim: 'What will end says so on its answers.',
  severity: 'should',
  source: [rfc(9745, '2'), rfc(8594, '3')],
  mend: {
    general:
      'Send Deprecation (since when) and Sunset (until when) wherever the description calls an operation deprecated, with a link to what comes in its place. Nobody reads a description twice; programs can see a field.',
    stacks: {
      Express: "res.set({ Deprecation: '@1767225600', Sunset: 'Fri, 01 Jan 2027 00:00:00 GMT' })",
      'Spring Boot': 'ApiVersionDeprecationHandler, from 7.0 on; before, a filter',
    },
  },
  needs: ['description'],
  async run({ target }) {
    const deprecated = target.pages.filter(({ operation }) => operation?.deprecated === true)
    return across(
      deprecated,
      'None of the operations that could be asked is called deprecated.',
      ({ path, seen }) => {
        const { headers } = seen.answer
        if (headers.has('deprecation') || headers.has('sunset')) return passed()
        return failed(
          `${path} is deprecated by its description, and its answer has neither Deprecation nor Sunset.`,
          seen,
          STATUS,
        )
      },
    )
  },
  flaw: deprecating(false),
  sound: deprecating(true),
})

/** The sound server, whose description calls the list of books deprecated. */
function deprecating(says: boolean) {
  return tampered((answer, { url = '' }) => {
    if (url === '/openapi.json')
      answer.body = Buffer.from(answer.body.toString().replaceAll('"get":{', '"get":{"deprecated":true,'))
    if (says) answer.headers['deprecation'] = '@1688169599'
  })
}
