import type { Check } from '../../check.ts'
import { absoluteForm } from './absolute-form.ts'
import { bareCr } from './bare-cr.ts'
import { blankLines } from './blank-lines.ts'
import { chunkEnd } from './chunk-end.ts'
import { chunkExtensionLimit } from './chunk-extension-limit.ts'
import { chunkExtensionNewline } from './chunk-extension-newline.ts'
import { chunkExtensions } from './chunk-extensions.ts'
import { chunkedContent } from './chunked-content.ts'
import { chunkLineCr } from './chunk-line-cr.ts'
import { chunkLineLf } from './chunk-line-lf.ts'
import { chunkSizeEmpty } from './chunk-size-empty.ts'
import { chunkSizeOverflow } from './chunk-size-overflow.ts'
import { chunkSizePrefix } from './chunk-size-prefix.ts'
import { chunkSizeSign } from './chunk-size-sign.ts'
import { chunkSizeSpace } from './chunk-size-space.ts'
import { chunkSizeUnderscore } from './chunk-size-underscore.ts'
import { chunksOldVersion } from './chunks-old-version.ts'
import { codingControl } from './coding-control.ts'
import { codingFolded } from './coding-folded.ts'
import { codingIdentity } from './coding-identity.ts'
import { codingInOldVersion } from './coding-in-old-version.ts'
import { codingNotLast } from './coding-not-last.ts'
import { codingQuoted } from './coding-quoted.ts'
import { codingSpelling } from './coding-spelling.ts'
import { codingTwice } from './coding-twice.ts'
import { codingUnchunked } from './coding-unchunked.ts'
import { codingUnknown } from './coding-unknown.ts'
import { contentFramed } from './content-framed.ts'
import { cutBody } from './cut-body.ts'
import { expectContinue } from './expect-continue.ts'
import { expectUnknown } from './expect-unknown.ts'
import { fieldName } from './field-name.ts'
import { fieldWithoutColon } from './field-without-colon.ts'
import { foldedField } from './folded-field.ts'
import { headNoContent } from './head-no-content.ts'
import { hostInvalid } from './host-invalid.ts'
import { hostMissing } from './host-missing.ts'
import { hostTwice } from './host-twice.ts'
import { lengthEmpty } from './length-empty.ts'
import { lengthHex } from './length-hex.ts'
import { lengthList } from './length-list.ts'
import { lengthOctal } from './length-octal.ts'
import { lengthOverflow } from './length-overflow.ts'
import { lengthSign } from './length-sign.ts'
import { lengthSpaces } from './length-spaces.ts'
import { lengthSuffix } from './length-suffix.ts'
import { lengthTrue } from './length-true.ts'
import { lengthUnderscore } from './length-underscore.ts'
import { longField } from './long-field.ts'
import { longTarget } from './long-target.ts'
import { malformedCloses } from './malformed-closes.ts'
import { manyFields } from './many-fields.ts'
import { methodCase } from './method-case.ts'
import { nulInValue } from './nul-in-value.ts'
import { oneEnd } from './one-end.ts'
import { refusedUnread } from './refused-unread.ts'
import { spaceBeforeColon } from './space-before-colon.ts'
import { spaceBeforeFields } from './space-before-fields.ts'
import { targetSpace } from './target-space.ts'
import { tooLarge } from './too-large.ts'
import { trace } from './trace.ts'
import { trailerFields } from './trailer-fields.ts'
import { unequalLengths } from './unequal-lengths.ts'
import { usualTarget } from './usual-target.ts'
import { versionMajor } from './version-major.ts'
import { versionMissing } from './version-missing.ts'
import { version } from './version.ts'

/** Message framing, header syntax, limits and answers of HTTP/1.1. */
export const http1: readonly Check[] = [
  absoluteForm,
  bareCr,
  blankLines,
  chunkEnd,
  chunkExtensionLimit,
  chunkExtensionNewline,
  chunkExtensions,
  chunkedContent,
  chunkLineCr,
  chunkLineLf,
  chunkSizeEmpty,
  chunkSizeOverflow,
  chunkSizePrefix,
  chunkSizeSign,
  chunkSizeSpace,
  chunkSizeUnderscore,
  chunksOldVersion,
  codingControl,
  codingFolded,
  codingIdentity,
  codingInOldVersion,
  codingNotLast,
  codingQuoted,
  codingSpelling,
  codingTwice,
  codingUnchunked,
  codingUnknown,
  contentFramed,
  cutBody,
  expectContinue,
  expectUnknown,
  fieldName,
  fieldWithoutColon,
  foldedField,
  headNoContent,
  hostInvalid,
  hostMissing,
  hostTwice,
  lengthEmpty,
  lengthHex,
  lengthList,
  lengthOctal,
  lengthOverflow,
  lengthSign,
  lengthSpaces,
  lengthSuffix,
  lengthTrue,
  lengthUnderscore,
  longField,
  longTarget,
  malformedCloses,
  manyFields,
  methodCase,
  nulInValue,
  oneEnd,
  refusedUnread,
  spaceBeforeColon,
  spaceBeforeFields,
  targetSpace,
  tooLarge,
  trace,
  trailerFields,
  unequalLengths,
  usualTarget,
  versionMajor,
  versionMissing,
  version,
]
