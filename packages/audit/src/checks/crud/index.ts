import type { Check } from '../../check.ts'
import { createOnly } from './create-only.ts'
import { createdListed } from './created-listed.ts'
import { createdLocation } from './created-location.ts'
import { createdStored } from './created-stored.ts'
import { deletedIsGone } from './deleted-is-gone.ts'
import { deletedIsHidden } from './deleted-is-hidden.ts'
import { etagChanges } from './etag-changes.ts'
import { failedCreate } from './failed-create.ts'
import { failedReplace } from './failed-replace.ts'
import { keyAfterDelete } from './key-after-delete.ts'
import { keyConcurrent } from './key-concurrent.ts'
import { keyMalformed } from './key-malformed.ts'
import { keyOfCaller } from './key-of-caller.ts'
import { keyOfRefused } from './key-of-refused.ts'
import { keyReplayed } from './key-replayed.ts'
import { keyReused } from './key-reused.ts'
import { keySameAnswer } from './key-same-answer.ts'
import { keySupported } from './key-supported.ts'
import { mergeNull } from './merge-null.ts'
import { oneWriter } from './one-writer.ts'
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
import { staleRefused } from './stale-refused.ts'
import { unconditionalChange } from './unconditional-change.ts'

/** Items and their collections: what is made, changed and deleted, by one and by many at once. */
export const crud: readonly Check[] = [
  createdLocation,
  createdStored,
  createdListed,
  readAtOnce,
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
]
