import type { Check } from '../../check.ts'
import { bulkAtomic } from './bulk-atomic.ts'
import { bulkBounded } from './bulk-bounded.ts'
import { changeOfNothing } from './change-of-nothing.ts'
import { contentLocation } from './content-location.ts'
import { createOnly } from './create-only.ts'
import { createdListed } from './created-listed.ts'
import { createdLocation } from './created-location.ts'
import { createdStored } from './created-stored.ts'
import { createsConcurrent } from './creates-concurrent.ts'
import { cursorChecked } from './cursor-checked.ts'
import { deepPageCost } from './deep-page-cost.ts'
import { deletedIsGone } from './deleted-is-gone.ts'
import { deletedIsHidden } from './deleted-is-hidden.ts'
import { emptyList } from './empty-list.ts'
import { etagChanges } from './etag-changes.ts'
import { failedCreate } from './failed-create.ts'
import { failedReplace } from './failed-replace.ts'
import { filterInjection } from './filter-injection.ts'
import { filtered } from './filtered.ts'
import { keyAfterDelete } from './key-after-delete.ts'
import { keyConcurrent } from './key-concurrent.ts'
import { keyMalformed } from './key-malformed.ts'
import { keyOfCaller } from './key-of-caller.ts'
import { keyOfRefused } from './key-of-refused.ts'
import { keyReplayed } from './key-replayed.ts'
import { keyReused } from './key-reused.ts'
import { keySameAnswer } from './key-same-answer.ts'
import { keySupported } from './key-supported.ts'
import { limitBounded } from './limit-bounded.ts'
import { limitHonoured } from './limit-honoured.ts'
import { limitInvalid } from './limit-invalid.ts'
import { linksAgree } from './links-agree.ts'
import { mergeNull } from './merge-null.ts'
import { nextLeadsOn } from './next-leads-on.ts'
import { oneWriter } from './one-writer.ts'
import { pagesComplete } from './pages-complete.ts'
import { pagesOrdered } from './pages-ordered.ts'
import { patchAtomic } from './patch-atomic.ts'
import { patchKeepsRest } from './patch-keeps-rest.ts'
import { patchMediaType } from './patch-media-type.ts'
import { preconditionRequired } from './precondition-required.ts'
import { putCreates } from './put-creates.ts'
import { putReplaces } from './put-replaces.ts'
import { putStatus } from './put-status.ts'
import { putTag } from './put-tag.ts'
import { readAtOnce } from './read-at-once.ts'
import { readOnlyRefused } from './read-only-refused.ts'
import { readsWhole } from './reads-whole.ts'
import { searchFinds } from './search-finds.ts'
import { searchLiteral } from './search-literal.ts'
import { sortAllowed } from './sort-allowed.ts'
import { sorted } from './sorted.ts'
import { staleRefused } from './stale-refused.ts'
import { totalTruthful } from './total-truthful.ts'
import { twinRefused } from './twin-refused.ts'
import { unconditionalChange } from './unconditional-change.ts'
import { unknownId } from './unknown-id.ts'
import { unknownParameter } from './unknown-parameter.ts'

/** Items and their collections: what is made, changed, deleted and listed, by one and by many at once. */
export const crud: readonly Check[] = [
  createdLocation,
  createdStored,
  createdListed,
  readAtOnce,
  createsConcurrent,
  twinRefused,
  putReplaces,
  putStatus,
  putCreates,
  putTag,
  patchKeepsRest,
  patchMediaType,
  patchAtomic,
  mergeNull,
  failedCreate,
  failedReplace,
  readOnlyRefused,
  deletedIsGone,
  deletedIsHidden,
  unknownId,
  changeOfNothing,
  contentLocation,
  readsWhole,
  etagChanges,
  staleRefused,
  oneWriter,
  createOnly,
  preconditionRequired,
  unconditionalChange,
  keySupported,
  keyReplayed,
  keySameAnswer,
  keyReused,
  keyConcurrent,
  keyOfCaller,
  keyAfterDelete,
  keyOfRefused,
  keyMalformed,
  limitBounded,
  limitHonoured,
  limitInvalid,
  pagesComplete,
  pagesOrdered,
  cursorChecked,
  nextLeadsOn,
  linksAgree,
  totalTruthful,
  deepPageCost,
  unknownParameter,
  sortAllowed,
  sorted,
  filtered,
  filterInjection,
  searchFinds,
  searchLiteral,
  emptyList,
  bulkAtomic,
  bulkBounded,
]
