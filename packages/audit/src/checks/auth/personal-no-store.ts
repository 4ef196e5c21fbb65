import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, markIn, passed } from '../../verdict.ts'
import { STATUS } from '../../wire/answer.ts'
import { lockedAddresses } from './locked.ts'
import { mendPersonal } from './mend-personal.ts'

export const personalNoStore = check({
  id: 'auth/personal-no-store',
  claim: 'What only somebody may read is not stored by caches: no-store, or private.',
  severity: 'should',
  source: [rfc(9111, '5.2.2.5'), rfc(9111, '7.3')],
  mend: mendPersonal,
  needs: ['user'],
  async run(inspection) {
    return across(await lockedAddresses(inspection), '', ({ path, as, shown }) => {
      const directives = shown.answer.headers.list('cache-control')
      const told = directives.some((each) => /^(?:no-store|private|no-cache)\b/.test(each))
      if (told) return passed()
      return failed(
        `${path}, as ${as.name} reads it, tells caches ${directives.length === 0 ? 'nothing' : `"${directives.join(', ')}"`}; no-store or private was expected.`,
        shown,
        markIn(shown, 'received', /^cache-control:.*/im) ?? markIn(shown, 'received', STATUS),
      )
    })
  },
  flaw: tampered((answer) => {
    delete answer.headers['cache-control']
  }),
})
