import { defineProblem } from './problem.ts'

/** The problems that the framework itself answers with. Sections are of RFC 9110 unless said. */

/** 15.5.1: a request line, path, query string or header that cannot be understood. */
export const badRequest = defineProblem('bad-request', 400, 'The request could not be understood')
/** A body that is not what its media type says: broken JSON, bad UTF-8, too deep. */
export const malformedBody = defineProblem('malformed-body', 400, 'The body could not be read')
/** IETF draft "The Idempotency-Key HTTP Header Field", section 2.7: the route asks for a key. */
export const idempotencyKeyMissing = defineProblem(
  'idempotency-key-missing',
  400,
  'This needs an Idempotency-Key',
)
/** The same section: a request with this key is being carried out. The response carries `Retry-After`. */
export const idempotencyKeyInUse = defineProblem(
  'idempotency-key-in-use',
  409,
  'The same request is being carried out',
)
/** The same section: the key came with another request before. */
export const idempotencyKeyReused = defineProblem(
  'idempotency-key-reused',
  422,
  'This Idempotency-Key belongs to another request',
)
/** 15.5.2. The response also carries `WWW-Authenticate` where the access rule names a scheme. */
export const unauthorized = defineProblem('unauthorized', 401, 'Sign in to do this')
/** 15.5.4 */
export const forbidden = defineProblem('forbidden', 403, 'You may not do this')
/** 15.5.5 */
export const notFound = defineProblem('not-found', 404, 'There is nothing here')
/** 15.5.6. The response carries `Allow`. */
export const methodNotAllowed = defineProblem('method-not-allowed', 405, 'This method does not work here')
/** The request names no version of the API, and the API has none for such requests. `versions` lists them. */
export const versionRequired = defineProblem('version-required', 400, 'Say which version of the API you want')
/** The request names a version of the API that does not exist. `versions` lists those that do. */
export const unknownVersion = defineProblem('unknown-version', 400, 'There is no such version of the API')
/** 15.5.7. `available` has the media types that there are. */
export const notAcceptable = defineProblem('not-acceptable', 406, 'None of the formats you accept is offered')
/** 15.5.9 */
export const requestTimeout = defineProblem('request-timeout', 408, 'The request took too long to arrive')
/** 15.5.11: what was there has been taken away for good, such as a route after its sunset. */
export const gone = defineProblem('gone', 410, 'This is no longer here')
/** 15.5.13 */
export const preconditionFailed = defineProblem(
  'precondition-failed',
  412,
  'It has changed since you read it',
)
/** 15.5.14 */
export const contentTooLarge = defineProblem('content-too-large', 413, 'The body is too large')
/** 15.5.15 */
export const uriTooLong = defineProblem('uri-too-long', 414, 'The address is too long')
/** 15.5.16 */
export const unsupportedMediaType = defineProblem(
  'unsupported-media-type',
  415,
  'This type of body is not accepted',
)
/** 15.5.17. The response carries `Content-Range` with the size of the whole. */
export const rangeNotSatisfiable = defineProblem(
  'range-not-satisfiable',
  416,
  'There are no such bytes in it',
)
/** 15.5.18: an `Expect` other than `100-continue`. */
export const expectationFailed = defineProblem(
  'expectation-failed',
  417,
  'What you expect cannot be promised',
)
/** 15.5.20: it asks for something that this connection cannot answer for. */
export const misdirectedRequest = defineProblem(
  'misdirected-request',
  421,
  'This request went to the wrong place',
)
/** 15.5.21: it was understood, and what it says is not acceptable. `errors` has every reason. */
export const validationFailed = defineProblem('validation-failed', 422, 'Some of what was sent is not valid')
/** RFC 6585 section 3 */
export const preconditionRequired = defineProblem(
  'precondition-required',
  428,
  'Say which version you are changing',
)
/** RFC 6585 section 4. The response carries `Retry-After`. */
export const tooManyRequests = defineProblem('too-many-requests', 429, 'Too many requests')
/** RFC 6585 section 5 */
export const headersTooLarge = defineProblem('headers-too-large', 431, 'The headers are too large')
/** 15.6.1: a fault of the program. The log has the details under the request id. */
export const internalError = defineProblem('internal-error', 500, 'Something went wrong on our side')
/** 15.6.2: a part of HTTP that is not understood here. */
export const notImplemented = defineProblem('not-implemented', 501, 'This is not supported')
/** 15.6.4. The response carries `Retry-After` where it is known. */
export const unavailable = defineProblem('unavailable', 503, 'The service cannot answer right now')
/** Turned away before anything was done for it: more comes in than can be answered. 15.6.4 */
export const overloaded = defineProblem('overloaded', 503, 'There is too much to do right now')
/** The handler did not answer before the request's deadline. 15.6.4: the server's own state, so not a 504. */
export const deadlineExceeded = defineProblem('deadline-exceeded', 503, 'The answer took too long')
/** 15.6.6 */
export const versionNotSupported = defineProblem(
  'version-not-supported',
  505,
  'This version of HTTP is not spoken',
)
