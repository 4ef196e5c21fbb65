import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'
import { cacheRules, directivesOf, type CacheRules } from './cache-control.ts'

export const noContradiction = check({
  id: 'caching/no-contradiction',
  claim: 'What an answer says to caches does not contradict itself.',
  severity: 'should',
  source: [rfc(9111, '4.2.1'), rfc(9111, '5.2.2')],
  mend: {
    general:
      'Decide for one: no-store for what nobody may keep, private for what belongs to one person, public with max-age for what all may share. Two places set the field where it contradicts itself: a proxy that adds to what the application wrote.',
    stacks: {
      nginx:
        'expires and add_header Cache-Control both add to what the application sends; proxy_hide_header Cache-Control; first',
      'Spring Boot':
        'Spring Security writes no-store; set .headers(h -> h.cacheControl(c -> c.disable())) where you write your own',
    },
  },
  run: fieldIsWell('Cache-Control', (_, { answer }) => {
    // Several lines are one list.
    const value = answer.headers.get('cache-control') ?? ''
    const twice = directivesOf(value).find(({ name, argument }, at, all) =>
      all.slice(0, at).some((before) => before.name === name && before.argument !== argument),
    )
    if (twice !== undefined) return `says ${twice.name} twice, with different values`
    const rules = cacheRules(answer)
    return CONTRADICTIONS.find(([, contradicts]) => contradicts(rules))?.[0]
  }),
  flaw: sending({ 'cache-control': 'private, public, max-age=600' }),
  sound: sending({ 'cache-control': 'no-store, no-cache, must-revalidate, max-age=0' }),
})

const CONTRADICTIONS: readonly (readonly [string, (rules: CacheRules) => boolean])[] = [
  ['says both public and private', ({ has }) => has('public') && has('private')],
  [
    'says both private and s-maxage, which is for shared caches',
    ({ has }) => has('private') && has('s-maxage'),
  ],
  ['says no-store, and yet public', ({ has }) => has('no-store') && has('public')],
  [
    'says no-store, and yet for how long to keep it',
    // must-understand is sent with no-store for caches that do not know it (RFC 9111 section 5.2.2.3).
    ({ has, seconds }) => has('no-store') && !has('must-understand') && (seconds('max-age') ?? 0) > 0,
  ],
  [
    'says immutable of what is stale at once',
    ({ has, seconds }) => has('immutable') && (has('no-store') || seconds('max-age') === 0),
  ],
]
