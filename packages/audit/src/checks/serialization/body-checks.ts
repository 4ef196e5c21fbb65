import type { Check } from '../../check.ts'
import { brokenExport } from './broken-export.ts'
import { compressedBomb } from './compressed-bomb.ts'
import { contentCoding } from './content-coding.ts'
import { costlyBody } from './costly-body.ts'
import { dateOffset } from './date-offset.ts'
import { depth } from './depth.ts'
import { duplicateMember } from './duplicate-member.ts'
import { formulaCells } from './formula-cells.ts'
import { invalidUtf8 } from './invalid-utf8.ts'
import { largeInteger } from './large-integer.ts'
import { lengthClaim } from './length-claim.ts'
import { lineLimit } from './line-limit.ts'
import { nullAndMissing } from './null-and-missing.ts'
import { references } from './references.ts'
import { roundTrip } from './round-trip.ts'
import { sameValue } from './same-value.ts'
import { streamedImport } from './streamed-import.ts'
import { typeSpelling } from './type-spelling.ts'
import { unsupportedType } from './unsupported-type.ts'
import { xmlEntities } from './xml-entities.ts'

export const bodyChecks: readonly Check[] = [
  brokenExport,
  compressedBomb,
  contentCoding,
  costlyBody,
  dateOffset,
  depth,
  duplicateMember,
  formulaCells,
  invalidUtf8,
  largeInteger,
  lengthClaim,
  lineLimit,
  nullAndMissing,
  references,
  roundTrip,
  sameValue,
  streamedImport,
  typeSpelling,
  unsupportedType,
  xmlEntities,
]
