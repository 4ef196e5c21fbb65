import type { Check } from '../../check.ts'
import { allow } from './allow.ts'
import { allowComplete } from './allow-complete.ts'
import { automaticHead } from './automatic-head.ts'
import { automaticOptions } from './automatic-options.ts'
import { catchAll } from './catch-all.ts'
import { decodeOnce } from './decode-once.ts'
import { deprecationDate } from './deprecation-date.ts'
import { dotSegments } from './dot-segments.ts'
import { encodedLetter } from './encoded-letter.ts'
import { encodedSlash } from './encoded-slash.ts'
import { flatMatchCost } from './flat-match-cost.ts'
import { longSegment } from './long-segment.ts'
import { malformedPath } from './malformed-path.ts'
import { malformedQuery } from './malformed-query.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
import { notFound } from './not-found.ts'
import { oneAddress } from './one-address.ts'
import { pathParameter } from './path-parameter.ts'
import { queryNoRoute } from './query-no-route.ts'
import { staticFirst } from './static-first.ts'
import { stepBack } from './step-back.ts'
import { sunsetDate } from './sunset-date.ts'
import { tailStaysInside } from './tail-stays-inside.ts'
import { unknownVersion } from './unknown-version.ts'
import { versionVary } from './version-vary.ts'

export const routing: readonly Check[] = [
  notFound,
  methodNotAllowed,
  allow,
  allowComplete,
  automaticHead,
  automaticOptions,
  pathParameter,
  encodedLetter,
  encodedSlash,
  decodeOnce,
  malformedPath,
  malformedQuery,
  queryNoRoute,
  dotSegments,
  catchAll,
  tailStaysInside,
  staticFirst,
  stepBack,
  oneAddress,
  longSegment,
  deprecationDate,
  sunsetDate,
  versionVary,
  unknownVersion,
  flatMatchCost,
]
