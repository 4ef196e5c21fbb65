import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from '../http/field-is-well.ts'
import { TOKEN } from '../http/field-syntax.ts'
import { directivesOf, type Directive } from './cache-control.ts'

/** What is followed by seconds, digits alone. */
const SECONDS = new Set(['max-age', 's-maxage'])
const BARE = new Set([
  'immutable',
  'must-revalidate',
  'must-understand',
  'no-store',
  'no-transform',
  'proxy-revalidate',
  'public',
])

export const cacheControlSyntax = check({
  id: 'caching/cache-control-syntax',
  claim: 'Cache-Control is a list of directives with commas between them, and seconds are whole numbers.',
  severity: 'must',
  source: [rfc(9111, '5.2'), rfc(9111, '1.2.2')],
  mend: {
    general:
      'Write "public, max-age=3600": commas between the directives, "=" without spaces, seconds as digits without quotes, units or signs. A cache that cannot read a directive leaves it out, or takes the answer for stale.',
    stacks: {
      'Spring Boot': 'CacheControl.maxAge(1, TimeUnit.HOURS).cachePublic()',
      Django: '@cache_control(public=True, max_age=3600)',
      nginx: 'add_header Cache-Control "public, max-age=3600";',
      Caddy: 'header Cache-Control "public, max-age=3600"',
      Rails: 'expires_in 1.hour, public: true',
    },
  },
  run: fieldIsWell('Cache-Control', (value) => {
    for (const directive of directivesOf(value)) {
      const fault = faultOf(directive)
      if (fault !== undefined) return fault
    }
    return undefined
  }),
  flaw: sending({ 'cache-control': 'public; max-age=1h' }),
  sound: sending({
    'cache-control': 'public, max-age=3600, stale-while-revalidate=60, no-cache="Set-Cookie"',
  }),
})

function faultOf({ name, argument }: Directive): string | undefined {
  if (!TOKEN.test(name)) return `has "${name}", which is no directive`
  if (SECONDS.has(name) && !/^\d+$/.test(argument ?? ''))
    return `says ${name}${argument === undefined ? ' without' : `=${argument}; it takes`} whole seconds, digits alone`
  if (BARE.has(name) && argument !== undefined) return `gives ${name} a value, and it has none`
  // Directives that nobody knows may have any value that is a token or in quotes.
  const known = argument === undefined || TOKEN.test(argument) || /^"(?:[^"\\]|\\.)*"$/.test(argument)
  return known ? undefined : `gives ${name} the value \`${argument}\`, which is neither a word nor in quotes`
}
