import type { Inspection } from '../../run/inspection.ts'
import { CannotTell } from '../../verdict.ts'
import type { Answer } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** Asks the target for something that it may not have: no answer, or no time for one, is `undefined`, not a failure. */
export type Probe = (request: RequestSpec, within?: number) => Promise<Answered | undefined>

/**
 * What takes far longer than the start page, such as a stream without an end, is no page.
 *
 * @param usual milliseconds that an answer has taken
 */
export function createProbe({ send, signal }: Pick<Inspection, 'send' | 'signal'>, usual: number): Probe {
  const most = Math.min(1000 + 10 * usual, 5000)
  return async (request, within = most) => {
    try {
      const answered = await send(request, { within, limited: true })
      return answered.answer.status === 0 || !answered.answer.complete ? undefined : answered
    } catch (error) {
      if (signal.aborted || error instanceof CannotTell || error instanceof Unreachable) return undefined
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
