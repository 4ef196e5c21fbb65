import type { Check } from '../../check.ts'
import { acceptOdd } from './accept-odd.ts'
import { acceptRanges } from './accept-ranges.ts'
import { allowSyntax } from './allow-syntax.ts'
import { cacheSaid } from './cache-said.ts'
import { codingAccepted } from './coding-accepted.ts'
import { codingTrue } from './coding-true.ts'
import { compressBounds } from './compress-bounds.ts'
import { compresses } from './compresses.ts'
import { connectRefused } from './connect-refused.ts'
import { contentLanguage } from './content-language.ts'
import { contentTypeSyntax } from './content-type-syntax.ts'
import { cookieExpires } from './cookie-expires.ts'
import { cookieGarbage } from './cookie-garbage.ts'
import { cookiePrefix } from './cookie-prefix.ts'
import { cookieSize } from './cookie-size.ts'
import { cookieSyntax } from './cookie-syntax.ts'
import { cookieTwice } from './cookie-twice.ts'
import { corsDowngrade } from './cors-downgrade.ts'
import { corsExposed } from './cors-exposed.ts'
import { corsLookalike } from './cors-lookalike.ts'
import { corsMaxAge } from './cors-max-age.ts'
import { corsOrigin } from './cors-origin.ts'
import { corsPreflight } from './cors-preflight.ts'
import { corsPrivateNetwork } from './cors-private-network.ts'
import { corsSingleOrigin } from './cors-single-origin.ts'
import { corsWildcard } from './cors-wildcard.ts'
import { date } from './date.ts'
import { digestTrue } from './digest-true.ts'
import { etagSyntax } from './etag-syntax.ts'
import { fieldCharacters } from './field-characters.ts'
import { headConditional } from './head-conditional.ts'
import { headLength } from './head-length.ts'
import { headLikeGet } from './head-like-get.ts'
import { headSize } from './head-size.ts'
import { idempotentDelete } from './idempotent-delete.ts'
import { idempotentPut } from './idempotent-put.ts'
import { ifModifiedSinceInvalid } from './if-modified-since-invalid.ts'
import { ifModifiedSince } from './if-modified-since.ts'
import { ifNoneMatchFirst } from './if-none-match-first.ts'
import { ifNoneMatchList } from './if-none-match-list.ts'
import { ifNoneMatchStar } from './if-none-match-star.ts'
import { ifRange } from './if-range.ts'
import { ifUnmodifiedSince } from './if-unmodified-since.ts'
import { interimOldClient } from './interim-old-client.ts'
import { lastModified } from './last-modified.ts'
import { linkSyntax } from './link-syntax.ts'
import { lostUpdate } from './lost-update.ts'
import { noContent } from './no-content.ts'
import { noContentLength } from './no-content-length.ts'
import { noFalseMatch } from './no-false-match.ts'
import { notAcceptable } from './not-acceptable.ts'
import { notModified } from './not-modified.ts'
import { optionsAllow } from './options-allow.ts'
import { partialFields } from './partial-fields.ts'
import { qualityZero } from './quality-zero.ts'
import { rangeAmplification } from './range-amplification.ts'
import { rangeMalformed } from './range-malformed.ts'
import { rangeOfCoding } from './range-of-coding.ts'
import { rangeSuffix } from './range-suffix.ts'
import { rangeUnit } from './range-unit.ts'
import { rangeUnsatisfiable } from './range-unsatisfiable.ts'
import { range } from './range.ts'
import { rangesSeveral } from './ranges-several.ts'
import { redirectLocation } from './redirect-location.ts'
import { retryAfter } from './retry-after.ts'
import { safeMethods } from './safe-methods.ts'
import { serverTimingSyntax } from './server-timing-syntax.ts'
import { singleFields } from './single-fields.ts'
import { structuredFields } from './structured-fields.ts'
import { tagChanges } from './tag-changes.ts'
import { tagPerCoding } from './tag-per-coding.ts'
import { tagStable } from './tag-stable.ts'
import { unaskedStatus } from './unasked-status.ts'
import { unknownMethod } from './unknown-method.ts'
import { upgradeIgnored } from './upgrade-ignored.ts'
import { varyComplete } from './vary-complete.ts'

/** Methods, status, negotiation, conditions, ranges, coding, cookies and CORS: what messages mean, in any version of HTTP. */
export const semantics: readonly Check[] = [
  acceptOdd,
  acceptRanges,
  allowSyntax,
  cacheSaid,
  codingAccepted,
  codingTrue,
  compressBounds,
  compresses,
  connectRefused,
  contentLanguage,
  contentTypeSyntax,
  cookieExpires,
  cookieGarbage,
  cookiePrefix,
  cookieSize,
  cookieSyntax,
  cookieTwice,
  corsDowngrade,
  corsExposed,
  corsLookalike,
  corsMaxAge,
  corsOrigin,
  corsPreflight,
  corsPrivateNetwork,
  corsSingleOrigin,
  corsWildcard,
  date,
  digestTrue,
  etagSyntax,
  fieldCharacters,
  headConditional,
  headLength,
  headLikeGet,
  headSize,
  idempotentDelete,
  idempotentPut,
  ifModifiedSinceInvalid,
  ifModifiedSince,
  ifNoneMatchFirst,
  ifNoneMatchList,
  ifNoneMatchStar,
  ifRange,
  ifUnmodifiedSince,
  interimOldClient,
  lastModified,
  linkSyntax,
  lostUpdate,
  noContent,
  noContentLength,
  noFalseMatch,
  notAcceptable,
  notModified,
  optionsAllow,
  partialFields,
  qualityZero,
  rangeAmplification,
  rangeMalformed,
  rangeOfCoding,
  rangeSuffix,
  rangeUnit,
  rangeUnsatisfiable,
  range,
  rangesSeveral,
  redirectLocation,
  retryAfter,
  safeMethods,
  serverTimingSyntax,
  singleFields,
  structuredFields,
  tagChanges,
  tagPerCoding,
  tagStable,
  unaskedStatus,
  unknownMethod,
  upgradeIgnored,
  varyComplete,
]
