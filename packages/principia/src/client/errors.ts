import type { Failure } from '../validation/index.ts'
import type { ProblemDocument, Refusal } from './answers.ts'

/** The server said no: thrown by `ok`, with all that it said. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  /** The name under which the kind of problem was defined, to branch on. */
  readonly problem: string
  readonly document: ProblemDocument
  readonly headers: Headers

  constructor({ status, problem, body, headers }: Refusal) {
    super(body.detail ?? body.title)
    this.status = status
    this.problem = problem
    this.document = body
    this.headers = headers
  }

  /** Of a 422 every reason, each with a JSON Pointer to what it is about; otherwise nothing. */
  get errors(): readonly Failure[] {
    const { errors } = this.document
    return Array.isArray(errors) ? errors : []
  }
}

/** No answer came, or only part of one: the server is down, the network is gone, a name does not resolve. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure'
}

/** The call's deadline passed before its answer was there. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded'
}

/** What came is not what the app declares: most often something that stands before it, such as a proxy, has answered. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer'
  readonly status: number
  readonly headers: Headers

  constructor(message: string, status: number, headers: Headers) {
    super(message)
    this.status = status
    this.headers = headers
  }
}
