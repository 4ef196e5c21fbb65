import type { ServerResponse } from 'node:http'
import type { AccessRule, Route } from '../routing/index.ts'
import type { Counters } from '../security/index.ts'
import { writeAnswer, type AnswerSettings } from './answer.ts'
import { compileAnswers } from './compile-answers.ts'
import { compileLimits } from './compile-limit.ts'
import { compileParts } from './compile-parts.ts'
import type { RequestContext } from './context.ts'
import { writeFailure } from './fail.ts'
import { demandPrecondition } from './preconditions.ts'
import { compileReceive } from './receive.ts'

export interface PipelineSettings extends AnswerSettings {
  /** Bytes of body where a route says nothing. */
  readonly bodyLimit: number
  /** Milliseconds per request where a route says nothing. */
  readonly deadline: number
  /** What limits count with; in this process alone where it is left out. */
  readonly counters?: Counters
}

/** Serves one request of one route, from the limits to the last byte. Never rejects. */
export type Pipeline = (
  context: RequestContext,
  response: ServerResponse,
  params: Readonly<Record<string, string>>,
  query: string,
) => Promise<void>

/**
 * Compiles a route: every decision that does not depend on the request is made here, once.
 *
 * The order is fixed, cheap refusals first: limits by address, access, limits by user, a demanded precondition, the
 * answer's format, body, validation of all parts, limits by what was sent, handler, answer. Nothing of the body is
 * read for a caller who may not call.
 *
 * @param settings what `answerOptions` makes of the app's
 * @throws TypeError when the route's declaration makes no sense.
 */
export function compileRoute(route: Route, settings: PipelineSettings): Pipeline {
  const { spec } = route
  const access = spec.access === 'public' ? undefined : (spec.access as AccessRule<unknown, RequestContext>)
  const limits = compileLimits(route, settings.counters)
  const demandsPrecondition = spec.precondition === 'required'
  const receive = compileReceive(spec, spec.bodyLimit ?? settings.bodyLimit)
  const validate = compileParts(spec)
  const { negotiate, toAnswer } = compileAnswers(route)
  checkNumbers(spec)
  const handler = route.handler as (context: RequestContext) => unknown

  return async (context, response, params, query) => {
    context.response = response
    try {
      const arrived = limits.arrival?.(context)
      if (arrived !== undefined) await arrived
      if (access !== undefined) {
        context.scheme = access.scheme
        const user = access.check(context)
        context.user = user instanceof Promise ? await user : user
        context.trace.userId = userId(context.user)
        context.stage('access')
      }
      const admitted = limits.access?.(context)
      if (admitted !== undefined) await admitted
      if (demandsPrecondition) demandPrecondition(context.request.headers)
      negotiate?.(context)
      if (receive !== undefined) {
        context.body = await receive(context.request, response)
        context.stage('body')
      }
      const validated = validate(context, params, query)
      if (validated !== undefined) await validated
      const counted = limits.validation?.(context)
      if (counted !== undefined) await counted
      // The deadline passed, or the client left, before the work began: nobody waits for it any more.
      if (response.writableEnded || response.destroyed) return
      const result = handler(context)
      const value = result instanceof Promise ? await result : result
      context.stage('handle')
      const answer = toAnswer(value, context.answerFormat)
      const written = writeAnswer(
        context,
        response,
        answer instanceof Promise ? await answer : answer,
        settings,
      )
      if (written !== undefined) await written
    } catch (error) {
      writeFailure(context, response, error, settings)
    }
  }
}

/** What `setTimeout` can count; with more it fires at once. */
const MAX_TIMEOUT = 2 ** 31 - 1

function checkNumbers({ timeout, bodyLimit }: Route['spec']): void {
  if (
    timeout !== undefined &&
    timeout !== Number.POSITIVE_INFINITY &&
    !(timeout >= 1 && timeout <= MAX_TIMEOUT)
  ) {
    throw new TypeError(`\`timeout\` is milliseconds from 1 to ${MAX_TIMEOUT}, or Infinity; got ${timeout}.`)
  }
  if (bodyLimit !== undefined && !(Number.isInteger(bodyLimit) && bodyLimit >= 1)) {
    throw new TypeError(`\`bodyLimit\` is a number of bytes; got ${bodyLimit}.`)
  }
}

function userId(user: unknown): string | undefined {
  if (typeof user !== 'object' || user === null || !('id' in user)) return undefined
  return typeof user.id === 'string' || typeof user.id === 'number' ? String(user.id) : undefined
}
