import type { Check } from '../../check.ts'
import { allFailures } from './all-failures.ts'
import { costlyRefusal } from './costly-refusal.ts'
import { duplicateParameter } from './duplicate-parameter.ts'
import { emptyBody } from './empty-body.ts'
import { hugeArray } from './huge-array.ts'
import { integerSpelling } from './integer-spelling.ts'
import { jsonPointer } from './json-pointer.ts'
import { lengthInCharacters } from './length-in-characters.ts'
import { loneSurrogate } from './lone-surrogate.ts'
import { longText } from './long-text.ts'
import { malformedBody } from './malformed-body.ts'
import { malformedQuery } from './malformed-query.ts'
import { manyFailures } from './many-failures.ts'
import { missingField } from './missing-field.ts'
import { noEcho } from './no-echo.ts'
import { normalForm } from './normal-form.ts'
import { nulCharacter } from './nul-character.ts'
import { numberOverflow } from './number-overflow.ts'
import { prototypeMembers } from './prototype-members.ts'
import { queryCoercion } from './query-coercion.ts'
import { realDates } from './real-dates.ts'
import { relatedFields } from './related-fields.ts'
import { slowPattern } from './slow-pattern.ts'
import { strictJson } from './strict-json.ts'
import { undeclaredOutput } from './undeclared-output.ts'
import { unknownField } from './unknown-field.ts'
import { wholeBodyType } from './whole-body-type.ts'
import { wrongType } from './wrong-type.ts'

export const validation: readonly Check[] = [
  allFailures,
  costlyRefusal,
  duplicateParameter,
  emptyBody,
  hugeArray,
  integerSpelling,
  jsonPointer,
  lengthInCharacters,
  loneSurrogate,
  longText,
  malformedBody,
  malformedQuery,
  manyFailures,
  missingField,
  noEcho,
  normalForm,
  nulCharacter,
  numberOverflow,
  prototypeMembers,
  queryCoercion,
  realDates,
  relatedFields,
  slowPattern,
  strictJson,
  undeclaredOutput,
  unknownField,
  wholeBodyType,
  wrongType,
]
