import type { Check } from '../../check.ts'
import { decidesOnce } from './decides-once.ts'
import { noInternalFields } from './no-internal-fields.ts'
import { noMassAssignment } from './no-mass-assignment.ts'
import { noPasswordHashes } from './no-password-hashes.ts'
import { refusalsAgree } from './refusals-agree.ts'

export const layers: readonly Check[] = [
  noInternalFields,
  noPasswordHashes,
  noMassAssignment,
  refusalsAgree,
  decidesOnce,
]
