import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from './field-is-well.ts'
import { lineOf, short } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { survey } from './survey.ts'

export const corsSingleOrigin = check({
  id: 'http/cors-single-origin',
  claim: 'Access-Control-Allow-Origin is one origin as browsers write it, "*" or "null".',
  severity: 'must',
  source: text('Fetch standard, CORS syntax', 'https://fetch.spec.whatwg.org/#http-new-header-syntax'),
  mend: MEND_CORS,
  async run(inspection) {
    return across(
      await survey(inspection),
      'Nobody gets a permission to read from elsewhere.',
      (answered) => {
        const { headers } = answered.answer
        // Two fields are a list, which no browser takes.
        const value = headers.get('access-control-allow-origin')
        if (value === undefined) return undefined
        if (value === '*' || value === 'null' || isOrigin(value)) return passed()
        return failed(
          `\`Access-Control-Allow-Origin: ${short(value)}\` is no origin, and no browser takes it.`,
          answered,
          lineOf('Access-Control-Allow-Origin'),
        )
      },
    )
  },
  flaw: sending({ 'access-control-allow-origin': 'https://app.example, https://admin.example' }),
})

function isOrigin(value: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^/\s,?#]+$/.test(value)
}
