import type { Reason } from './reason.ts'

const of = ['fastify']
const AJV =
  '`ajv: { customOptions: { removeAdditional: false, coerceTypes: false } }`, and a validator of its own for queries.'

export const fastify: readonly Reason[] = [
  {
    check: 'http/if-none-match-list',
    of,
    kind: 'defect',
    says: '@fastify/etag compares the whole field with its tag, so that a list of tags never matches and the answer is sent again.',
  },
  {
    check: 'http/if-none-match-star',
    of,
    kind: 'defect',
    says: 'For the same reason.',
  },
  {
    check: 'openapi/no-server-error',
    of,
    kind: 'defect',
    says: '`limit=1e400` becomes Infinity, and Ajv takes that for an integer between 1 and 100: its coercion does not ask whether a number is finite, and its bounds apply to finite ones only. The handler gets Infinity, and the store fails at it.',
    mend: 'A bound in the handler, or a pattern on a text.',
  },
  {
    check: 'openapi/input-enforced',
    of,
    kind: 'default',
    says: 'Ajv is set up to take members out that are not described, instead of refusing them. It is documented, and it keeps them from the handler.',
    mend: AJV,
  },
  {
    check: 'validation/unknown-field',
    of,
    kind: 'default',
    says: 'As above: whoever misspells a member is not told.',
    mend: AJV,
  },
  {
    check: 'crud/unknown-parameter',
    of,
    kind: 'default',
    says: 'As above, for a query.',
    mend: AJV,
  },
  {
    check: 'validation/wrong-type',
    of,
    kind: 'default',
    says: 'Ajv is set up to coerce types in bodies as in queries: the number 7 becomes the title "7". It is documented.',
    mend: AJV,
  },
]
