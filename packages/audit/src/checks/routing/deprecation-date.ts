import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'

export const deprecationDate = check({
  id: 'routing/deprecation-date',
  claim: 'Deprecation, where it is sent, is a date of structured fields, such as @1735689600.',
  severity: 'must',
  source: [rfc(9745, '2.1'), rfc(9651, '3.3.7')],
  mend: {
    general:
      'Write Deprecation as "@" and seconds since 1970. Drafts had an HTTP date or "true" there, which clients of the standard cannot read.',
    stacks: {
      Express: "res.set('Deprecation', `@${Math.floor(date / 1000)}`)",
      nginx: 'add_header Deprecation "@1735689600" always;',
    },
  },
  run({ target }) {
    return across(target.pages, 'No answer has Deprecation.', ({ path, seen }) => {
      const value = seen.answer.headers.get('deprecation')
      if (value === undefined) return undefined
      if (DATE.test(value)) return passed()
      return failed(
        `${path} has "Deprecation: ${value.slice(0, 100)}", which is no date such as @1735689600.`,
        seen,
        /^deprecation:.*/im,
      )
    })
  },
  flaw: tampered((answer) => {
    answer.headers['deprecation'] = 'Wed, 01 Jan 2025 00:00:00 GMT'
  }),
  sound: tampered((answer) => {
    answer.headers['deprecation'] = '@1735689600'
  }),
})

/** RFC 9651 section 4.2.9: an integer behind "@", and then its parameters. */
export const DATE = /^@(-?\d{1,15})(?:;.*)?$/
