import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { sending } from './field-is-well.ts'
import { lineOf, short } from './field-syntax.ts'
import { parseStructured, type StructuredKind } from './structured-field.ts'
import { survey } from './survey.ts'

const KINDS: Readonly<Record<string, StructuredKind>> = {
  'Accept-CH': 'list',
  'Cache-Status': 'list',
  'CDN-Cache-Control': 'dictionary',
  'Content-Digest': 'dictionary',
  'Cross-Origin-Embedder-Policy': 'item',
  'Cross-Origin-Opener-Policy': 'item',
  'Document-Policy': 'dictionary',
  'No-Vary-Search': 'dictionary',
  'Origin-Agent-Cluster': 'item',
  'Permissions-Policy': 'dictionary',
  Priority: 'dictionary',
  'Proxy-Status': 'list',
  'Reporting-Endpoints': 'dictionary',
  'Repr-Digest': 'dictionary',
  Signature: 'dictionary',
  'Signature-Input': 'dictionary',
}

export const structuredFields = check({
  id: 'http/structured-fields',
  claim: 'Structured fields can be read: Permissions-Policy, Priority, Cache-Status and their like.',
  severity: 'should',
  source: rfc(9651, '4.2'),
  mend: {
    general:
      'Write it with a library for structured fields, or look at the grammar: keys in lower case, text in double quotes, lists without a comma at the end. A recipient ignores the whole field when one character is wrong.',
    stacks: {
      nginx: 'add_header Permissions-Policy "geolocation=(), camera=()" always;',
      'node:http': "response.setHeader('Priority', 'u=2, i')",
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'No answer had a structured field.', (answered) => {
      const { headers } = answered.answer
      const sent = Object.entries(KINDS).filter(([name]) => headers.has(name))
      for (const [name, kind] of sent) {
        const value = headers.get(name) ?? ''
        if (parseStructured(kind, value) === undefined)
          return failed(
            `\`${name}: ${short(value)}\` is no ${kind} (RFC 9651), and is ignored as a whole.`,
            answered,
            lineOf(name),
          )
      }
      return sent.length === 0 ? undefined : passed()
    })
  },
  flaw: sending({ 'permissions-policy': "geolocation 'none'; camera 'none'" }),
  sound: sending({ 'permissions-policy': 'geolocation=(), camera=()' }),
})
