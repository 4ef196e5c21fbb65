import type { Reason } from './reason.ts'

const of = ['nest']

export const nest: readonly Reason[] = [
  {
    check: 'http/status-class',
    of,
    kind: 'defect',
    says: '`ValidationPipe` with `transform` goes through a body with a function that calls itself (class-transformer): some thousand levels of `[` end the stack, which is a 500 and a stack in the log.',
    mend: 'A limit of depth before the pipe.',
  },
  {
    check: 'serialization/depth',
    of,
    kind: 'defect',
    says: 'As above.',
  },
  {
    check: 'validation/wrong-type',
    of,
    kind: 'default',
    says: '`@IsOptional()` of class-validator lets null through as well as a missing member, and the other decorators are then not asked. The description says string; the store refuses null.',
    mend: '`@ValidateIf((_, value) => value !== undefined)` in its place.',
  },
  {
    check: 'openapi/no-server-error',
    of,
    kind: 'default',
    says: 'As above, found from the description.',
    mend: 'As above.',
  },
  {
    check: 'auth/scheme-case',
    of,
    kind: 'defect',
    says: "The guard as the documentation writes it compares `type === 'Bearer'`. RFC 9110 section 11.1: the name of a scheme is case-insensitive.",
    mend: "`type?.toLowerCase() === 'bearer'`",
  },
]
