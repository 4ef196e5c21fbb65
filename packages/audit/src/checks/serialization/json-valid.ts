import { isUtf8 } from 'node:buffer'
import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { short } from '../http/field-syntax.ts'
import { survey } from '../http/survey.ts'
import { contentOf, type Said } from './content-of.ts'

export const jsonValid = check({
  id: 'serialization/json-valid',
  claim: 'What is called JSON is JSON, in UTF-8 and without a byte order mark.',
  severity: 'must',
  source: [rfc(8259, '2'), rfc(8259, '8.1')],
  mend: {
    general:
      'Write JSON with a library, never by putting texts together. NaN, Infinity, trailing commas, single quotes and comments are none of it.',
    stacks: {
      Python: 'json.dumps(value, allow_nan=False)',
      FastAPI: 'JSONResponse refuses NaN; a custom one may not',
      PHP: 'json_encode($value, JSON_THROW_ON_ERROR), and files without a byte order mark',
      'ASP.NET Core': 'new UTF8Encoding(false) where you write bytes yourself',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'No answer was called JSON.', (answered) => {
      const content = contentOf(answered)
      if (content === undefined || !/^application\/(?:[\w.+-]+\+)?json$/.test(content.type)) return undefined
      const fault = faultOf(content)
      if (fault === undefined) return passed()
      return failed(`${answered.request?.path} is called ${content.type}, and ${fault}.`, answered)
    })
  },
  flaw: tampered((answer, { url }) => {
    if (url === '/books/1') answer.body = Buffer.from('{"id":1,"year":NaN}')
  }),
})

function faultOf({ bytes, text }: Said): string | undefined {
  if (!isUtf8(bytes)) return 'is not UTF-8'
  if (text.startsWith('\ufeff')) return 'begins with a byte order mark'
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return `is none: ${short((error as Error).message)}`
  }
}
