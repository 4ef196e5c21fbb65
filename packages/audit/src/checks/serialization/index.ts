import type { Check } from '../../check.ts'
import { bodyChecks } from './body-checks.ts'
import { charsetSaid } from './charset-said.ts'
import { charsetTrue } from './charset-true.ts'
import { contentType } from './content-type.ts'
import { jsonValid } from './json-valid.ts'
import { negotiation } from './negotiation.ts'
import { notAcceptable } from './not-acceptable.ts'
import { varyAccept } from './vary-accept.ts'

export const serialization: readonly Check[] = [
  ...bodyChecks,
  charsetSaid,
  charsetTrue,
  contentType,
  jsonValid,
  negotiation,
  notAcceptable,
  varyAccept,
]
