import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across } from '../../verdict.ts'
import { refusesAll } from '../openapi/trials.ts'
import { integers } from './integers.ts'
import { MEND_QUERY } from './mends.ts'
import { text } from '../../source.ts'

export const duplicateParameter = check({
  id: 'validation/duplicate-parameter',
  claim: 'A parameter with one value that is given twice is refused.',
  severity: 'may',
  source: text(
    'OWASP HTTP Parameter Pollution',
    'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/07-Input_Validation_Testing/04-Testing_for_HTTP_Parameter_Pollution',
  ),
  mend: MEND_QUERY,
  needs: ['description'],
  run({ target, send }) {
    return across(integers(target), NONE, (call) => {
      const { name } = call.parameter
      return refusesAll({ name: call.name, send: () => send(call.written(`${name}=5&${name}=6`)) }, [
        { what: 'it is there twice, as 5 and as 6', content: {} },
      ])
    })
  },
  flaw: flawed((request, _response, pass) => {
    request.url = request.url?.replace(/(\w+)=5&\1=6/, '$1=5') ?? '/'
    pass()
  }),
})

const NONE = 'No query parameter is described as an integer.'
