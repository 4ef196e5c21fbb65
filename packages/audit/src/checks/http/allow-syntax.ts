import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'
import { TOKEN } from './field-syntax.ts'

export const allowSyntax = check({
  id: 'http/allow-syntax',
  claim: 'Allow is a list of methods, in capitals as they are sent.',
  severity: 'must',
  source: [rfc(9110, '10.2.1'), rfc(9110, '9.1')],
  mend: {
    general:
      'Write Allow: GET, HEAD, POST: names of methods with commas between them. Methods are case-sensitive: "get" is another one than "GET".',
    stacks: { Express: "res.set('Allow', ['GET', 'HEAD'].join(', '))" },
  },
  run: fieldIsWell('Allow', (value) => {
    const wrong = value
      .split(',')
      .map((method) => method.trim())
      .find((method) => method !== '' && (!TOKEN.test(method) || isKnownInOtherCase(method)))
    return wrong === undefined ? undefined : `names "${wrong}", which is no method`
  }),
  flaw: sending({ allow: 'get post' }),
  sound: sending({ allow: 'GET, HEAD, OPTIONS' }),
})

function isKnownInOtherCase(method: string): boolean {
  return (
    method !== method.toUpperCase() &&
    /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT)$/i.test(method)
  )
}
