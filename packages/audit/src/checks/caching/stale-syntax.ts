import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'
import { directivesOf } from './cache-control.ts'

export const staleSyntax = check({
  id: 'caching/stale-syntax',
  claim: 'How long a stale answer may be used is said in whole seconds.',
  severity: 'should',
  source: [rfc(5861, '3'), rfc(5861, '4')],
  mend: {
    general:
      'Write the seconds: stale-while-revalidate=60. Caches leave the directive out where they cannot read it, and everybody waits for the origin again.',
    stacks: {
      'Next.js': 'expireTime in the configuration; before 15 the directive was sent without seconds',
      Fastify: "reply.header('Cache-Control', 'max-age=60, stale-while-revalidate=600')",
    },
  },
  run: fieldIsWell('Cache-Control', (value) => {
    const wrong = directivesOf(value).find(
      ({ name, argument }) => name.startsWith('stale-') && !/^\d+$/.test(argument ?? ''),
    )
    if (wrong === undefined) return undefined
    return `says ${wrong.name}${wrong.argument === undefined ? '' : `=${wrong.argument}`}; it takes whole seconds`
  }),
  flaw: sending({ 'cache-control': 'max-age=60, stale-while-revalidate' }),
  sound: sending({ 'cache-control': 'max-age=60, stale-while-revalidate=600' }),
})
