import type { Field } from '../../wire/http2/hpack.ts'
import type { Rule } from './rules.ts'

const OF_CONNECTIONS = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])
const PSEUDO = [':method', ':scheme', ':path', ':authority']

/** The rule that a request breaks (RFC 9113 section 8.1.1), of those that are kept. */
export function malformed(fields: readonly Field[], lax: ReadonlySet<Rule>): Rule | undefined {
  return CHECKS.find(([rule, broken]) => !lax.has(rule) && broken(fields))?.[0]
}

type Broken = (fields: readonly Field[]) => boolean

const CHECKS: readonly (readonly [Rule, Broken])[] = [
  // Section 8.2.1. Neither a space nor a colon behind the first character, nor anything that is not visible.
  ['field-names', (fields) => fields.some(([name]) => !/^:?[!#$%&'*+.^_`|~\da-z-]+$/.test(name))],
  // oxlint-disable-next-line no-control-regex
  ['field-values', (fields) => fields.some(([, value]) => /[\0\r\n]|^[ \t]|[ \t]$/.test(value))],
  // Section 8.2.2.
  [
    'connection-fields',
    (fields) =>
      fields.some(([name, value]) => OF_CONNECTIONS.has(name) || (name === 'te' && value !== 'trailers')),
  ],
  // Section 8.3.
  ['pseudo-unknown', (fields) => fields.some(([name]) => name.startsWith(':') && !PSEUDO.includes(name))],
  [
    'pseudo-duplicate',
    (fields) => PSEUDO.some((pseudo) => fields.filter(([name]) => name === pseudo).length > 1),
  ],
  [
    'pseudo-order',
    (fields) => {
      const regular = fields.findIndex(([name]) => !name.startsWith(':'))
      return regular !== -1 && fields.slice(regular).some(([name]) => name.startsWith(':'))
    },
  ],
  // Section 8.3.1.
  [
    'pseudo-missing',
    (fields) => [':method', ':scheme', ':path'].some((pseudo) => (valueOf(fields, pseudo) ?? '') === ''),
  ],
  [
    'authority',
    (fields) => {
      const host = valueOf(fields, 'host')
      const authority = valueOf(fields, ':authority')
      return host !== undefined && authority !== undefined && host !== authority
    },
  ],
]

export function valueOf(fields: readonly Field[], name: string): string | undefined {
  return fields.find(([each]) => each === name)?.[1]
}
