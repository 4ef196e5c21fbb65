import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from './field-is-well.ts'
import { lineOf, short } from './field-syntax.ts'
import { survey } from './survey.ts'

export const fieldCharacters = check({
  id: 'http/field-characters',
  claim: 'The values of header fields are plain ASCII.',
  severity: 'should',
  source: rfc(9110, '5.5'),
  mend: {
    general:
      "Encode what may be any text: percent-encoded in Location and Link, filename*=UTF-8''… in Content-Disposition (RFC 8187). Recipients take other bytes for one of several alphabets, or refuse the answer.",
    stacks: {
      Express: 'res.attachment(name) encodes; res.location(encodeURI(path))',
      Django: 'FileResponse(file, filename=name) encodes',
      'Spring Boot': 'ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8)',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'Nothing answered.', (answered) => {
      const odd = answered.answer.headers.fields.find(([, value]) => /[\x80-\xff]/.test(value))
      if (odd === undefined) return passed()
      const [name, value] = odd
      const read = Buffer.from(value, 'latin1').toString()
      return failed(`${name} had bytes that are not ASCII: \`${short(read)}\`.`, answered, lineOf(name))
    })
  },
  flaw: sending({ 'content-disposition': 'attachment; filename="caf\u00e9.pdf"' }),
})
