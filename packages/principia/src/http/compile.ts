import type { ServerResponse } from 'node:http'
import { isProblemKind } from '../errors/index.ts'
import type { MountHandler } from '../middleware/mount.ts'
import { middlewareStep } from '../middleware/run.ts'
import { isBodyForm, isMedia, type Route, type RouteSpec } from '../routing/index.ts'
import type { Counters } from '../security/index.ts'
import { accessStep } from './access-step.ts'
import type { AnswerSettings } from './answer.ts'
import { answerOptions } from './answer-options.ts'
import { assemble, stepOf } from './assemble.ts'
import { compileAnswers, type CompiledAnswers } from './compile-answers.ts'
import { compileLimits, type LimitsAtStage } from './compile-limit.ts'
import { compileParts } from './compile-parts.ts'
import type { RequestContext } from './context.ts'
import { writeFailure } from './fail.ts'
import { digestBody } from './idempotency-key.ts'
import { idempotencyKeyStep, idempotencyStep, type IdempotencyStores } from './idempotency.ts'
import { refusePart, replacesWhole } from './partial-put.ts'
import { demandPrecondition } from './preconditions.ts'
import { acceptedTypes, compileReceive } from './receive.ts'
import type { Before, Step } from './step.ts'
import { uploadOutcomeStep, uploadStep } from './uploads.ts'
import { writeAnswer } from './write-answer.ts'

export interface PipelineSettings extends AnswerSettings {
  /** Bytes of body where a route says nothing. */
  readonly bodyLimit: number
  /** Milliseconds per request where a route says nothing. */
  readonly deadline: number
  /** The services that can keep the answers of idempotent routes. */
  readonly idempotency?: IdempotencyStores
  /** What limits count with; in this process alone where it is left out. */
  readonly counters?: Counters
}

const NO_STORES: IdempotencyStores = new Map()

/** Serves one request of one route, from the limits to the last byte. Neither throws nor rejects. */
export type Pipeline = (
  context: RequestContext,
  response: ServerResponse,
  params: Readonly<Record<string, string>>,
  query: string,
) => Promise<void> | undefined

export interface CompiledRoute {
  readonly serve: Pipeline
  /** What `serve` runs, in this order. */
  readonly steps: readonly Step[]
  /** How its answers are written: as the app says, but for what the route says otherwise. */
  readonly answering: PipelineSettings
  /** Milliseconds until a request is given up. */
  readonly deadline: number
}

/**
 * Compiles a route: every decision that does not depend on the request is made here, once.
 *
 * @throws TypeError when the route's declaration makes no sense.
 */
export function compileRoute(route: Route, appSettings: PipelineSettings): CompiledRoute {
  const settings = answerOptions(route, appSettings)
  checkNumbers(route.spec)
  const steps = stepsOf(route, settings)
  const run = assemble(steps, stepOf(steps, 'write').run)
  return {
    steps,
    answering: settings,
    deadline: route.spec.timeout ?? settings.deadline,
    serve(context, response, params, query) {
      context.response = response
      const finish = () => context.load?.finish()
      const fail = (error: unknown) => {
        writeFailure(context, response, error, settings)
        finish()
      }
      try {
        const running = run(context, response, params, query)
        if (running !== undefined) return running.then(finish, fail)
        finish()
      } catch (error) {
        fail(error)
      }
      return undefined
    },
  }
}

/**
 * The order of a request, cheap refusals first: limits by address, middleware around all the rest, access, limits by
 * user, a demanded precondition, the answer's format, body, validation of all parts, limits by what was sent, handler,
 * answer. Nothing of the body is read for a caller who may not call.
 */
function stepsOf(route: Route, settings: PipelineSettings): Step[] {
  const { spec } = route
  const answers = compileAnswers(route)
  const limits = compileLimits(route, settings.counters)
  return [
    ...limitStep(limits.arrival),
    ...uploadOutcomeStep(spec),
    ...(spec.middleware ?? []).map(middlewareStep),
    ...accessStep(spec),
    ...limitStep(limits.access),
    ...preconditionStep(spec),
    ...formatStep(spec, answers),
    ...idempotencyKeyStep(route),
    ...uploadStep(spec),
    ...bodyStep(route, settings),
    ...validateStep(spec),
    ...limitStep(limits.validation),
    ...idempotencyStep(route, settings.idempotency ?? NO_STORES),
    handleStep(route, settings),
    encodeStep(spec, answers),
    writeStep(settings),
  ]
}

function limitStep(limits: LimitsAtStage | undefined): Step[] {
  if (limits === undefined) return []
  return [{ kind: 'before', name: 'limit', says: `${limits.text} (429 beyond it)`, run: limits.enforce }]
}

function preconditionStep({ precondition }: RouteSpec): Step[] {
  if (precondition !== 'required') return []
  const run: Before = (context) => demandPrecondition(context.request.headers)
  return [
    { kind: 'before', name: 'precondition', says: 'If-Match or If-Unmodified-Since (428 without)', run },
  ]
}

function formatStep({ codecs = [] }: RouteSpec, { negotiate }: CompiledAnswers): Step[] {
  if (negotiate === undefined) return []
  const types = codecs.map(({ type }) => type).join(', ')
  return [{ kind: 'before', name: 'format', says: `by Accept, of ${types} (406 for none)`, run: negotiate }]
}

function bodyStep(route: Route, settings: PipelineSettings): Step[] {
  const { spec } = route
  const limit = spec.bodyLimit ?? settings.bodyLimit
  const receive = compileReceive(spec, limit)
  if (receive === undefined) return []
  const isIdempotent = spec.idempotent !== undefined && spec.idempotent !== false
  const isWhole = replacesWhole(route)
  const run: Before = (context, response) => {
    if (isWhole) refusePart(context.request)
    if (isIdempotent) digestBody(context)
    const received = (body: unknown) => {
      context.body = body
      context.stage('body')
    }
    return receive(context, response).then(received)
  }
  const types = acceptedTypes(spec).join(', ')
  return [{ kind: 'before', name: 'body', says: `${types}, ${limit} bytes at most`, run }]
}

function validateStep(spec: RouteSpec): Step[] {
  const parts = PARTS.filter((part) => spec[part] !== undefined)
  const validate = compileParts(spec)
  const run: Before = (context, _response, params, query) => validate(context, params, query)
  return parts.length === 0
    ? [{ kind: 'before', name: 'params', says: 'as they are in the path', run }]
    : [{ kind: 'before', name: 'validate', says: parts.join(', '), run }]
}

const PARTS = ['params', 'query', 'headers', 'cookies', 'body'] as const

function handleStep(route: Route, settings: PipelineSettings): Step {
  const { definedAt: at, path, spec } = route
  if (route.method !== 'ALL') {
    const handler = route.handler as (context: RequestContext) => unknown
    return { kind: 'handle', name: 'handle', says: 'the handler', at, run: (context) => handler(context) }
  }
  const handler = route.handler as MountHandler
  const own = { ...settings, bodyLimit: spec.bodyLimit ?? settings.bodyLimit }
  return {
    kind: 'handle',
    name: 'handle',
    says: `what is mounted at ${path}; a body is streamed, ${own.bodyLimit} bytes at most`,
    at,
    notesEnd: true,
    run: (context, response) => handler(context, response, own),
  }
}

function encodeStep(spec: RouteSpec, { toAnswer }: CompiledAnswers): Step {
  return {
    kind: 'encode',
    name: 'encode',
    says: describeAnswers(spec),
    run: (value, context) => toAnswer(value, context.answerFormat),
  }
}

function describeAnswers({ responses = {}, codecs = [] }: RouteSpec): string {
  const formats = codecs.map(({ type }) => type).join(' or ') || 'application/json'
  const statuses = Object.entries(responses).map(([status, declared]) => {
    if (declared === null) return `${status} without content`
    if (isProblemKind(declared)) return `${status} ${declared.problem}`
    if (Array.isArray(declared)) return `${status} ${declared.map(({ problem }) => problem).join(' or ')}`
    if (isBodyForm(declared)) return `${status} ${declared.types[0]}`
    return isMedia(declared) ? `${status} ${declared.types.join(' or ')}` : `${status} ${formats}`
  })
  return statuses.join(', ') || 'whatever it gives'
}

function writeStep(settings: PipelineSettings): Step {
  const { cors, compression, cacheControl } = settings
  const parts = [
    'X-Request-Id',
    'security headers',
    ...(cors === undefined ? [] : ['CORS']),
    ...(cacheControl === undefined ? [] : [`Cache-Control: ${cacheControl}`]),
    ...(compression === undefined ? [] : ['compression']),
  ]
  return {
    kind: 'write',
    name: 'write',
    says: `with ${parts.join(', ')}`,
    run: (context, response, answer) => writeAnswer(context, response, answer, settings),
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
