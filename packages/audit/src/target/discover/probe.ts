import type { Inspection } from '../../run/inspection.ts'
import { NoAnswer } from '../../run/inspection.ts'
import type { Answer } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** Asks the target for something that it may not have: no answer is `undefined`, not a failure. */
export type Probe = (request: RequestSpec, within?: number) => Promise<Answered | undefined>

/** Milliseconds for an answer. What takes longer, such as a stream without an end, is no page. */
const WITHIN = 2000

export function createProbe({ send }: Pick<Inspection, 'send'>): Probe {
  return async (request, within = WITHIN) => {
    try {
      const answered = await send(request, { within, limited: true })
      return answered.answer.status === 0 || !answered.answer.complete ? undefined : answered
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof Unreachable) return undefined
      throw error
    }
  }
}

export function isSuccess({ status }: Pick<Answer, 'status'>): boolean {
  return status >= 200 && status < 300
}

/** Whether one has to be somebody, or somebody else. */
export function isRefusal({ status }: Pick<Answer, 'status'>): boolean {
  return status === 401 || status === 403
}

export function isHtml({ headers }: Pick<Answer, 'headers'>): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')
}
