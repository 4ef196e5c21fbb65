import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { fieldIsWell, sending } from './field-is-well.ts'
import { isMediaType } from './field-syntax.ts'

export const contentTypeSyntax = check({
  id: 'http/content-type-syntax',
  claim: 'Content-Type is one media type with well-formed parameters.',
  severity: 'must',
  source: rfc(9110, '8.3.1'),
  mend: {
    general:
      'Send type/subtype, then parameters as ;name=value: "text/html; charset=utf-8". A client that cannot read it has to guess.',
    stacks: {
      Express: "res.type('json'), or res.set('Content-Type', 'text/html; charset=utf-8')",
      'Go net/http': 'w.Header().Set("Content-Type", mime.FormatMediaType("text/html", params))',
      'Spring Boot':
        'use the constants of MediaType, or MediaType.parseMediaType, which throws on a wrong one',
    },
  },
  run: fieldIsWell('Content-Type', (value) =>
    isMediaType(value)
      ? undefined
      : 'is no media type; something like "text/html; charset=utf-8" was expected',
  ),
  flaw: sending({ 'content-type': 'json; charset' }),
})
