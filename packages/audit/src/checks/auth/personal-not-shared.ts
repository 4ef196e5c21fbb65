import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { lockedAddresses } from './locked.ts'
import { mendPersonal } from './mend-personal.ts'

export const personalNotShared = check({
  id: 'auth/personal-not-shared',
  claim: 'What only somebody may read is never given to shared caches for everybody.',
  severity: 'must',
  source: [rfc(9111, '3.5'), rfc(9111, '5.2.2.9'), rfc(9111, '5.2.2.10')],
  mend: mendPersonal,
  needs: ['user'],
  async run(inspection) {
    return across(await lockedAddresses(inspection), '', ({ path, as, shown }) => {
      const withAuthorization = Object.keys(as.headers).some((name) => name.toLowerCase() === 'authorization')
      const offer = offerOf(shown.answer, withAuthorization)
      if (offer === undefined) return passed()
      return failed(
        `${path}, as ${as.name} reads it, is offered to every shared cache with "${offer}", and to whoever asks next.`,
        shown,
        /^(?:cache-control|expires):.*/im,
      )
    })
  },
  flaw: tampered((answer) => {
    answer.headers['cache-control'] = 'public, max-age=600'
  }),
})

/**
 * What lets a shared cache keep an answer and give it to others. To a request with Authorization that takes a directive
 * that says so (RFC 9111 section 3.5); a cookie does not hold a cache back, so that there any lifetime will do.
 */
function offerOf({ headers }: Answer, withAuthorization: boolean): string | undefined {
  const directives = headers.list('cache-control')
  const held = directives.some((each) => /^(?:no-store|no-cache|private)$/.test(each))
  const varies = headers
    .list('vary')
    .some((each) => each === '*' || each === 'cookie' || each === 'authorization')
  if (held || varies) return undefined
  const shared = directives.find((each) => /^(?:public$|s-maxage=["]?[1-9])/.test(each))
  if (shared === 'public' && !fresh(directives)) return undefined
  if (shared !== undefined || withAuthorization) return shared
  return directives.find((each) => /^max-age="?[1-9]/.test(each))
}

/** Whether a lifetime is given: without one `public` only allows what each cache guesses. */
function fresh(directives: readonly string[]): boolean {
  return directives.some((each) => /^(?:s-maxage|max-age)="?[1-9]/.test(each))
}
