import type { Check } from '../../check.ts'
import { h2HeaderBlock } from './h2-header-block.ts'
import { h2HeaderList } from './h2-header-list.ts'
import { h2HpackBomb } from './h2-hpack-bomb.ts'
import { h2RapidReset } from './h2-rapid-reset.ts'
import { h2FrameFlood } from './h2-frame-flood.ts'
import { h2Settings } from './h2-settings.ts'
import { h2Ping } from './h2-ping.ts'
import { h2Preface } from './h2-preface.ts'
import { h2UnknownFrames } from './h2-unknown-frames.ts'
import { h2Priority } from './h2-priority.ts'
import { h2Padding } from './h2-padding.ts'
import { h2Trailers } from './h2-trailers.ts'
import { h2Head } from './h2-head.ts'
import { h2AnswerFields } from './h2-answer-fields.ts'
import { h2TableSize } from './h2-table-size.ts'
import { h2MaxFrameSize } from './h2-max-frame-size.ts'
import { h2FlowControl } from './h2-flow-control.ts'
import { h2SameAnswers } from './h2-same-answers.ts'
import { h2Goaway } from './h2-goaway.ts'
import { h2Authority } from './h2-authority.ts'
import { h2ClosedStream } from './h2-closed-stream.ts'
import { h2ConnectionFields } from './h2-connection-fields.ts'
import { h2ContentLength } from './h2-content-length.ts'
import { h2Continuation } from './h2-continuation.ts'
import { h2CapitalLetters } from './h2-capital-letters.ts'
import { h2PseudoValues } from './h2-pseudo-values.ts'
import { h2FieldNames } from './h2-field-names.ts'
import { h2FieldValues } from './h2-field-values.ts'
import { h2FieldWhitespace } from './h2-field-whitespace.ts'
import { h2FrameLengths } from './h2-frame-lengths.ts'
import { h2FrameSize } from './h2-frame-size.ts'
import { h2FrameStreams } from './h2-frame-streams.ts'
import { h2HpackErrors } from './h2-hpack-errors.ts'
import { h2HuffmanErrors } from './h2-huffman-errors.ts'
import { h2IdleStream } from './h2-idle-stream.ts'
import { h2PaddingBounds } from './h2-padding-bounds.ts'
import { h2PseudoDuplicate } from './h2-pseudo-duplicate.ts'
import { h2PseudoMissing } from './h2-pseudo-missing.ts'
import { h2PseudoOrder } from './h2-pseudo-order.ts'
import { h2PseudoUnknown } from './h2-pseudo-unknown.ts'
import { h2PushPromise } from './h2-push-promise.ts'
import { h2SettingsValues } from './h2-settings-values.ts'
import { h2StreamIds } from './h2-stream-ids.ts'
import { h2WindowIncrement } from './h2-window-increment.ts'
import { h2WindowOverflow } from './h2-window-overflow.ts'

/** What a server that speaks HTTP/2 has to see to. */
export const http2: readonly Check[] = [
  h2Settings,
  h2Ping,
  h2Preface,
  h2UnknownFrames,
  h2Priority,
  h2Padding,
  h2Trailers,
  h2Head,
  h2AnswerFields,
  h2TableSize,
  h2MaxFrameSize,
  h2FlowControl,
  h2SameAnswers,
  h2Goaway,
  h2FrameStreams,
  h2FrameLengths,
  h2FrameSize,
  h2Continuation,
  h2PushPromise,
  h2ClosedStream,
  h2StreamIds,
  h2IdleStream,
  h2PaddingBounds,
  h2SettingsValues,
  h2WindowIncrement,
  h2WindowOverflow,
  h2HpackErrors,
  h2HuffmanErrors,
  h2CapitalLetters,
  h2PseudoValues,
  h2FieldNames,
  h2FieldValues,
  h2FieldWhitespace,
  h2ConnectionFields,
  h2PseudoMissing,
  h2PseudoDuplicate,
  h2PseudoUnknown,
  h2PseudoOrder,
  h2ContentLength,
  h2Authority,
  h2HeaderBlock,
  h2HeaderList,
  h2HpackBomb,
  h2RapidReset,
  h2FrameFlood,
]
