import type { ServerResponse } from 'node:http'
import { isBodyForm, type RouteSpec } from '../routing/index.ts'
import type { Answer } from './answer.ts'
import type { RequestContext } from './context.ts'
import type { Step } from './step.ts'

/** Undoes what the sinks of one request have kept, and tells what could not be undone. */
export type Abandon = (failed: (field: string, error: unknown) => void) => void

interface Upload {
  readonly abandon: Abandon
  /** Whether the handler has made an answer that is a success. */
  handled: boolean
}

const uploads = new WeakMap<ServerResponse, Upload>()

/** From here on the files of this request are discarded unless it comes to a success. */
export function trackUpload(response: ServerResponse, abandon: Abandon): void {
  uploads.set(response, { abandon, handled: false })
}

/**
 * Around body and handler: what sinks keep is the app's once the handler has made an answer that is a success, and is
 * discarded where it ends in any other way. That the client has left or the deadline has passed does not count by
 * itself: a handler that carries on nevertheless has done its work, with the files in it.
 */
export function uploadStep(spec: RouteSpec): Step[] {
  if (!discards(spec)) return []
  return [
    {
      kind: 'around',
      name: 'uploads',
      says: 'discards what was kept of files unless the answer is a success',
      run: (context, response, next) =>
        outcome(next, (succeeded) => {
          const upload = uploads.get(response)
          if (upload === undefined) return
          if (succeeded) upload.handled = true
          else giveUp(context, response, upload)
        }),
    },
  ]
}

/**
 * Around a route's middleware, which may fail after the handler, such as one that commits a transaction. It may also
 * answer and leave the handler at work; then that alone decides.
 */
export function uploadOutcomeStep(spec: RouteSpec): Step[] {
  if (!discards(spec) || (spec.middleware ?? []).length === 0) return []
  return [
    {
      kind: 'around',
      name: 'uploads',
      says: 'discards what was kept of files where middleware fails after the handler',
      run: (context, response, next) =>
        outcome(next, (succeeded) => {
          const upload = uploads.get(response)
          if (upload?.handled === true && !succeeded) giveUp(context, response, upload)
        }),
    },
  ]
}

function discards({ body }: RouteSpec): boolean {
  const rules = isBodyForm(body) ? Object.values(body.multipart?.files ?? {}) : []
  return rules.some((rule) => rule.discard !== undefined)
}

async function outcome(next: () => Promise<Answer>, settle: (succeeded: boolean) => void): Promise<Answer> {
  let succeeded = false
  try {
    const answer = await next()
    succeeded = answer.status < 400
    return answer
  } finally {
    settle(succeeded)
  }
}

function giveUp({ log }: RequestContext, response: ServerResponse, { abandon }: Upload): void {
  uploads.delete(response)
  abandon((field, err) => log.error({ err, field }, 'what was kept of an upload could not be discarded'))
}
