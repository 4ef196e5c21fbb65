import type { Check } from '../../check.ts'
import { allFailures } from './all-failures.ts'
import { emptyBody } from './empty-body.ts'
import { jsonPointer } from './json-pointer.ts'
import { loneSurrogate } from './lone-surrogate.ts'
import { longText } from './long-text.ts'
import { malformedBody } from './malformed-body.ts'
import { missingField } from './missing-field.ts'
import { noEcho } from './no-echo.ts'
import { nulCharacter } from './nul-character.ts'
import { prototypeMembers } from './prototype-members.ts'
import { realDates } from './real-dates.ts'
import { strictJson } from './strict-json.ts'
import { unknownField } from './unknown-field.ts'
import { wholeBodyType } from './whole-body-type.ts'
import { wrongType } from './wrong-type.ts'

export const validation: readonly Check[] = [
  allFailures,
  emptyBody,
  jsonPointer,
  loneSurrogate,
  longText,
  malformedBody,
  missingField,
  noEcho,
  nulCharacter,
  prototypeMembers,
  realDates,
  strictJson,
  unknownField,
  wholeBodyType,
  wrongType,
]
