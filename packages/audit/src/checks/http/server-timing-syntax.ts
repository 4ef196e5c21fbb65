import { check } from '../../check.ts'
import { text } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'
import { splitList, splitOutside, TOKEN } from './field-syntax.ts'

export const serverTimingSyntax = check({
  id: 'http/server-timing-syntax',
  claim: 'Server-Timing fields can be read.',
  severity: 'should',
  source: text(
    'Server Timing, section 3',
    'https://www.w3.org/TR/server-timing/#the-server-timing-header-field',
  ),
  mend: {
    general:
      'Write name;dur=12.3;desc="words": names without spaces, milliseconds as a number, description in quotes. Browsers leave out what they cannot read.',
  },
  run: fieldIsWell('Server-Timing', (value) => {
    const wrong = splitList(value).find((metric) => {
      const [name = '', ...parameters] = splitOutside(metric, ';')
      return !TOKEN.test(name) || parameters.some((each) => !isParameter(each))
    })
    return wrong === undefined ? undefined : `has a metric that cannot be read: ${wrong}`
  }),
  flaw: sending({ 'server-timing': 'data base;dur=12ms' }),
  sound: sending({ 'server-timing': 'db;dur=12.3;desc="two queries", cache' }),
})

function isParameter(parameter: string): boolean {
  const [name = '', value] = parameter.split(/\s*=\s*/, 2)
  if (!TOKEN.test(name)) return false
  if (name.toLowerCase() === 'dur') return /^"?\d+(?:\.\d+)?"?$/.test(value ?? '')
  return value === undefined || TOKEN.test(value) || /^"(?:[^"\\]|\\.)*"$/.test(value)
}
