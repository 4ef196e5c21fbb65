import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { across } from '../../verdict.ts'
import { refusesAll } from '../openapi/trials.ts'
import { integers } from './integers.ts'
import { MEND_QUERY } from './mends.ts'
import { rfc, text } from '../../source.ts'

export const queryCoercion = check({
  id: 'validation/query-coercion',
  claim: 'Numbers in a query follow one grammar: no hexadecimal, no blanks, nothing behind.',
  severity: 'may',
  source: [rfc(8259, '6'), text('CWE-20', 'https://cwe.mitre.org/data/definitions/20.html')],
  mend: MEND_QUERY,
  needs: ['description'],
  run({ target, send }) {
    return across(integers(target), NONE, (call) => {
      const spellings: [what: string, written: string][] = [
        ['it is hexadecimal (0x5)', '0x5'],
        ['it has a blank before it', '%205'],
        ['it has a line break behind it', '5%0A'],
        ['it has more behind it (5abc)', '5abc'],
      ]
      return refusesAll(
        { name: call.name, send: ({ body }) => send(call.written(`${call.parameter.name}=${String(body)}`)) },
        spellings.map(([what, body]) => ({ what, content: { body } })),
      )
    })
  },
  flaw: flawed((request, _response, pass) => {
    request.url = request.url?.replace('0x5', '5') ?? '/'
    pass()
  }),
})

const NONE = 'No query parameter is described as an integer.'
