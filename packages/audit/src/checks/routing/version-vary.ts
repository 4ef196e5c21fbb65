import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, markIn, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { versioned } from './versioned.ts'
import { versionHeaders } from './version-header.ts'

export const versionVary = check({
  id: 'routing/version-vary',
  claim: 'An answer that depends on the version that a header asks for names that header in Vary.',
  severity: 'should',
  source: [rfc(9110, '12.5.5'), rfc(9111, '4.1')],
  mend: {
    general:
      'Add the header that chooses the version to Vary of every answer of that address, refusals too. Without it a cache gives one version to those who ask for the other.',
    stacks: {
      Express: "res.vary('Api-Version')",
      'Spring Boot': 'response.addHeader(HttpHeaders.VARY, "Api-Version")',
      Django: "@vary_on_headers('Api-Version')",
    },
  },
  async run(inspection) {
    return across(
      await versionHeaders(inspection),
      'No header chooses a version.',
      ({ page, name, answers }) => {
        const without = answers.find(({ answer: { headers } }) => {
          const vary = headers.list('vary')
          const stored = !headers.list('cache-control').some((each) => each === 'no-store')
          return stored && !vary.includes(name.toLowerCase()) && !vary.includes('*')
        })
        if (without === undefined) return passed()
        return failed(`${page.path} depends on ${name}, and its Vary does not name it.`, [
          {
            exchange: without,
            mark: markIn(without, 'received', /^vary:.*/im) ?? markIn(without, 'received', STATUS),
          },
        ])
      },
    )
  },
  flaw: versioned({ vary: false, refuses: true }),
  sound: versioned({ vary: true, refuses: true }),
})
