import { isUtf8 } from 'node:buffer'
import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf, parameterOf } from '../http/field-syntax.ts'
import { survey } from '../http/survey.ts'
import { contentOf } from './content-of.ts'

export const charsetTrue = check({
  id: 'serialization/charset-true',
  claim: 'What is called UTF-8 is UTF-8.',
  severity: 'must',
  source: [rfc(9110, '8.3.2'), rfc(3629, '3')],
  mend: {
    general:
      'Decode what comes from files and databases by the alphabet that it is in, and encode all that goes out as UTF-8. Bytes in another one show as � to everybody.',
    stacks: {
      PHP: "mb_convert_encoding($text, 'UTF-8', 'ISO-8859-1'), and the charset of the database connection",
      Java: 'text.getBytes(StandardCharsets.UTF_8)',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'No answer was called UTF-8.', (answered) => {
      const content = contentOf(answered)
      const charset = parameterOf(answered.answer.headers.get('content-type') ?? '', 'charset')
      if (content === undefined || charset?.toLowerCase() !== 'utf-8') return undefined
      if (isUtf8(content.bytes)) return passed()
      return failed(
        `${answered.request?.path} is called UTF-8 and has bytes that are none.`,
        answered,
        lineOf('Content-Type'),
      )
    })
  },
  flaw: tampered((answer, { url }) => {
    if (url === '/page') answer.body = Buffer.from('<!doctype html><title>Caf\u00e9</title>', 'latin1')
  }),
})
