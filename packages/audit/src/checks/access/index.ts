import type { Check } from '../../check.ts'
import { changeOthers } from './change-others.ts'
import { deleteOthers } from './delete-others.ts'
import { describedSecured } from './described-secured.ts'
import { filterLeak } from './filter-leak.ts'
import { guessableIds } from './guessable-ids.ts'
import { listOthers } from './list-others.ts'
import { massAssignment } from './mass-assignment.ts'
import { methodOverride } from './method-override.ts'
import { nobodyChanges } from './nobody-changes.ts'
import { nobodyRefused } from './nobody-refused.ts'
import { othersLikeMissing } from './others-like-missing.ts'
import { readOthers } from './read-others.ts'
import { spelling } from './spelling.ts'
import { trustedHeaders } from './trusted-headers.ts'

export const access: readonly Check[] = [
  nobodyRefused,
  describedSecured,
  nobodyChanges,
  spelling,
  methodOverride,
  trustedHeaders,
  readOthers,
  changeOthers,
  deleteOthers,
  listOthers,
  filterLeak,
  othersLikeMissing,
  massAssignment,
  guessableIds,
]
