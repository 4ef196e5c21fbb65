import { problems, type ProblemDefinition } from '../errors/index.ts'
import { formatsOf } from '../http/index.ts'
import { isMedia, parsePattern, type Route } from '../routing/index.ts'
import { likelyProblemContent, problemContent } from './problem-content.ts'
import type { Schemas } from './schemas.ts'
import type { Response } from './types.ts'

/** A response that the framework gives on its own, where a route makes it possible. */
export interface FrameworkResponse {
  readonly status: string
  /** Its name among the components. */
  readonly name: string
  readonly description: string
  /** The only problems that it can carry; or, when `open`, those that an access rule is likely to throw. */
  readonly kinds: readonly ProblemDefinition[]
  readonly open?: boolean
  readonly headers?: readonly string[]
  readonly occurs: (route: Route) => boolean
}

const FRAMEWORK_RESPONSES: readonly FrameworkResponse[] = [
  {
    status: '304',
    name: 'NotModified',
    description: 'What the client has, by its `If-None-Match` or `If-Modified-Since`, is still current.',
    kinds: [],
    headers: ['ETag'],
    occurs: hasEntityTag,
  },
  {
    status: '400',
    name: 'BadRequest',
    description: 'The query string is not validly encoded, or the body is not what its media type says.',
    kinds: [problems.badRequest, problems.malformedBody],
    occurs: (route) =>
      (route.spec.query !== undefined || route.spec.body !== undefined) && !isIdempotent(route),
  },
  {
    status: '400',
    name: 'BadKeyOrRequest',
    description: 'The `Idempotency-Key` is missing or not one string, or the request cannot be read.',
    kinds: [problems.badRequest, problems.malformedBody, problems.idempotencyKeyMissing],
    occurs: isIdempotent,
  },
  {
    status: '409',
    name: 'KeyInUse',
    description: 'A request with this `Idempotency-Key` is being carried out.',
    kinds: [problems.idempotencyKeyInUse],
    headers: ['Retry-After'],
    occurs: isIdempotent,
  },
  {
    status: '401',
    name: 'Unauthorized',
    description: 'The caller did not prove who they are.',
    kinds: [problems.unauthorized],
    open: true,
    headers: ['WWW-Authenticate'],
    occurs: ({ spec }) => spec.access !== 'public',
  },
  {
    status: '403',
    name: 'Forbidden',
    description: 'The caller is known and may not do this.',
    kinds: [problems.forbidden],
    open: true,
    occurs: ({ spec }) => spec.access !== 'public',
  },
  {
    status: '404',
    name: 'NotFound',
    description: 'The path does not have the form that its pattern asks for.',
    kinds: [problems.notFound],
    open: true,
    occurs: ({ path }) => parsePattern(path).some(({ kind }) => kind === 'constrained'),
  },
  {
    status: '406',
    name: 'NotAcceptable',
    description:
      'The answer is in none of the formats that `Accept` allows; `available` has those that there are.',
    kinds: [problems.notAcceptable],
    occurs: ({ spec }) => formatsOf(spec).length > 1,
  },
  {
    status: '410',
    name: 'Gone',
    description: 'The day of its sunset has passed.',
    kinds: [problems.gone],
    occurs: ({ spec: { deprecated } }) => typeof deprecated === 'object' && deprecated.gone === true,
  },
  {
    status: '412',
    name: 'PreconditionFailed',
    description: 'It is not, or not any more, in the state that the request is made for.',
    kinds: [problems.preconditionFailed],
    open: true,
    occurs: ({ spec }) => spec.precondition === 'required',
  },
  {
    status: '413',
    name: 'ContentTooLarge',
    description: 'The body is larger than allowed here.',
    kinds: [problems.contentTooLarge],
    occurs: ({ spec }) => spec.body !== undefined,
  },
  {
    status: '415',
    name: 'UnsupportedMediaType',
    description: 'The body is of another type than is taken here, or has a content coding.',
    kinds: [problems.unsupportedMediaType],
    headers: ['Accept', 'Accept-Encoding'],
    occurs: ({ spec }) => spec.body !== undefined,
  },
  {
    status: '416',
    name: 'RangeNotSatisfiable',
    description: 'The `Range` names no byte of it.',
    kinds: [problems.rangeNotSatisfiable],
    headers: ['Content-Range'],
    occurs: isSentInParts,
  },
  {
    status: '422',
    name: 'ValidationFailed',
    description:
      'Some of what was sent is not valid; `errors` has every reason. Unknown fields and query parameters count.',
    kinds: [problems.validationFailed],
    occurs: (route) => isValidated(route) && !isIdempotent(route),
  },
  {
    status: '422',
    name: 'KeyReusedOrInvalid',
    description:
      'The `Idempotency-Key` came with another request before, or some of what was sent is not valid.',
    kinds: [problems.idempotencyKeyReused, problems.validationFailed],
    occurs: isIdempotent,
  },
  {
    status: '428',
    name: 'PreconditionRequired',
    description: 'The request does not say which state it is made for, by `If-Match` or another condition.',
    kinds: [problems.preconditionRequired],
    occurs: ({ spec }) => spec.precondition === 'required',
  },
  {
    status: '429',
    name: 'TooManyRequests',
    description: 'The caller has used up what the limit allows.',
    kinds: [problems.tooManyRequests],
    headers: ['Retry-After', 'RateLimit-Policy', 'RateLimit'],
    occurs: ({ spec }) => spec.limit !== undefined,
  },
  {
    status: '503',
    name: 'Unavailable',
    description:
      'No answer was ready before the deadline, something that it needs is out of reach, or there is too much to do.',
    kinds: [problems.deadlineExceeded, problems.unavailable, problems.overloaded],
    open: true,
    headers: ['Retry-After'],
    occurs: ({ spec }) => spec.timeout !== Number.POSITIVE_INFINITY,
  },
]

/** What the framework itself may answer on a route. */
export function frameworkResponses(route: Route): FrameworkResponse[] {
  return FRAMEWORK_RESPONSES.filter(({ occurs }) => occurs(route))
}

function isIdempotent({ spec }: Route): boolean {
  return spec.idempotent !== undefined && spec.idempotent !== false
}

function isValidated({ spec }: Route): boolean {
  return [spec.params, spec.query, spec.headers, spec.cookies, spec.body].some(
    (schema) => schema !== undefined,
  )
}

/** Whether a 200 of this route carries an `ETag` (http/compile-answers.ts). */
export function hasEntityTag({ method, spec }: Route): boolean {
  return method === 'GET' && spec.etag !== false && spec.timeout !== Number.POSITIVE_INFINITY
}

/** Whether answers of a route may be asked for in part (http/answer.ts): content that may be a file, unless it says no. */
export function isSentInParts({ method, spec: { ranges, responses, timeout } }: Route): boolean {
  if (method !== 'GET' || ranges === false) return false
  return ranges === true || (isMedia(responses?.[200]) && timeout !== Number.POSITIVE_INFINITY)
}

/** As a component that routes refer to. */
export function toComponent(
  response: FrameworkResponse,
  schemas: Schemas,
  headers: (names: readonly string[]) => Response['headers'],
): Response {
  const { description, kinds, open = false } = response
  const content = open ? likelyProblemContent(kinds, schemas) : problemContent(kinds, schemas)
  const named = headers(['X-Request-Id', ...(response.headers ?? [])])
  return {
    description,
    ...(named !== undefined && { headers: named }),
    ...(kinds.length > 0 && { content }),
  }
}
