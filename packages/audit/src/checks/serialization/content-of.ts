import type { Answered } from '../../wire/exchange.ts'
import { decoded } from '../http/coding.ts'
import { essence } from '../http/field-syntax.ts'

/** What a whole answer says. */
export interface Said {
  /** In lower case, without parameters; empty where it is not said. */
  readonly type: string
  readonly bytes: Buffer
  /** The bytes as UTF-8. */
  readonly text: string
}

/** `undefined` where there is no content, only a part of it, or none that decodes. */
export function contentOf({ answer, request }: Answered): Said | undefined {
  const { status, complete, body, headers } = answer
  if (request?.method === 'HEAD' || status === 206 || !complete || body.length === 0) return undefined
  const bytes = decoded(answer)
  return bytes && { type: essence(headers.get('content-type')), bytes, text: bytes.toString() }
}
