import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { versioned } from './versioned.ts'
import { versionHeaders } from './version-header.ts'

/** A version that no API has reached. */
const UNKNOWN = '99999'

export const unknownVersion = check({
  id: 'routing/unknown-version',
  claim: 'A version that does not exist is refused, and not answered with another one.',
  severity: 'should',
  source: [rfc(9110, '15.5.1'), rfc(9110, '15.5.7')],
  mend: {
    general:
      'Answer 400 or 406 and list the versions that there are. A client that asks for version 3 and gets 2 in silence fails later, and elsewhere.',
  },
  async run(inspection) {
    return across(
      await versionHeaders(inspection),
      'No header chooses a version.',
      async ({ page, name }) => {
        const exchange = await inspection.send({ path: page.path, as: page.as, headers: { [name]: UNKNOWN } })
        const { answer } = exchange
        if (answer.status >= 400 && answer.status < 500) return passed()
        return failed(
          `${page.path} with "${name}: ${UNKNOWN}" was answered with ${statusLine(answer)}; a refusal (4xx) was expected.`,
          exchange,
          STATUS,
        )
      },
    )
  },
  flaw: versioned({ vary: true, refuses: false }),
  sound: versioned({ vary: true, refuses: true }),
})
