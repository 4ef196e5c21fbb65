import type { Check } from '../../check.ts'
import { allAnswer } from './all-answer.ts'
import { allDescribed } from './all-described.ts'
import { bodiesConform } from './bodies-conform.ts'
import { defaults } from './defaults.ts'
import { examplesFit } from './examples-fit.ts'
import { headersSent } from './headers-sent.ts'
import { inputAccepted } from './input-accepted.ts'
import { inputEnforced } from './input-enforced.ts'
import { mediaTypesDescribed } from './media-types-described.ts'
import { noServerError } from './no-server-error.ts'
import { nothingInternal } from './nothing-internal.ts'
import { operationIds } from './operation-ids.ts'
import { parametersAccepted } from './parameters-accepted.ts'
import { parametersEnforced } from './parameters-enforced.ts'
import { problemsConform } from './problems-conform.ts'
import { requiredParameters } from './required-parameters.ts'
import { securityDescribed } from './security-described.ts'
import { served } from './served.ts'
import { statusesDescribed } from './statuses-described.ts'
import { validDocument } from './valid-document.ts'

export const openapi: readonly Check[] = [
  allAnswer,
  allDescribed,
  bodiesConform,
  defaults,
  examplesFit,
  headersSent,
  inputAccepted,
  inputEnforced,
  mediaTypesDescribed,
  noServerError,
  nothingInternal,
  operationIds,
  parametersAccepted,
  parametersEnforced,
  problemsConform,
  requiredParameters,
  securityDescribed,
  served,
  statusesDescribed,
  validDocument,
]
