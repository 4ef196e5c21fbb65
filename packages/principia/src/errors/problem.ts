/**
 * Problem details, RFC 9457: the one shape in which every failure reaches a client.
 *
 * A `Problem` is thrown for a failure that the client is meant to know of. Everything else that is
 * thrown is a fault of the program: the client gets a bare 500 and the details go to the log.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly problem: string
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly members: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>> | undefined

  constructor(definition: ProblemDefinition, options: ProblemOptions = {}) {
    super(
      options.detail ?? definition.title,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.problem = definition.problem
    this.status = definition.status
    this.title = definition.title
    this.detail = options.detail
    this.members = options.members
    this.headers = options.headers
  }
}

export interface ProblemOptions {
  /** What happened this time, for the client to read: no secrets, no internals. */
  detail?: string | undefined
  /** Further members of the problem document, such as `errors` or `balance`. */
  members?: Record<string, unknown> | undefined
  /** Response headers that belong to this failure, such as `Retry-After`. */
  headers?: Record<string, string> | undefined
  cause?: unknown
}

/** A kind of failure: a stable name, its status code and a title. Call it to make one to throw. */
export interface ProblemDefinition<Name extends string = string, Status extends number = number> {
  /** Kebab-case and stable: clients branch on it. It becomes the type URI `/problems/<name>`. */
  readonly problem: Name
  readonly status: Status
  readonly title: string
}

export interface ProblemKind<
  Name extends string = string,
  Status extends number = number,
> extends ProblemDefinition<Name, Status> {
  (detail?: string, options?: Omit<ProblemOptions, 'detail'>): Problem
}

/**
 * Defines a kind of failure, once, as a value. Name it in a route's `responses` and throw what it
 * returns.
 *
 * @throws TypeError when the name is not kebab-case or the status is not 400 to 599.
 * @example
 * const outOfStock = defineProblem('out-of-stock', 409, 'The item is out of stock')
 * throw outOfStock('Only 2 are left.', { members: { left: 2 } })
 */
export function defineProblem<const Name extends string, const Status extends number>(
  problem: Name,
  status: Status,
  title: string,
): ProblemKind<Name, Status> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(problem)) {
    throw new TypeError(`A problem's name is kebab-case, such as "out-of-stock"; got "${problem}".`)
  }
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new TypeError(`Problem "${problem}": the status must be 400 to 599; got ${status}.`)
  }
  const definition: ProblemDefinition<Name, Status> = { problem, status, title }
  const make = (detail?: string, options?: Omit<ProblemOptions, 'detail'>) =>
    new Problem(definition, { ...options, detail })
  return Object.assign(make, definition)
}

export function isProblemKind(value: unknown): value is ProblemKind {
  return typeof value === 'function' && 'problem' in value && 'status' in value
}

/** The type URI of a problem: relative, so that it resolves on whichever host serves the API. */
export function problemType(problem: string): string {
  return `/problems/${problem}`
}

/**
 * The document that is sent, as RFC 9457 section 3.1 has it, with the request's id for support. Further
 * members never take the place of the standard ones.
 */
export function toProblemDocument(problem: Problem, requestId: string): Record<string, unknown> {
  const standard: Record<string, unknown> = {
    type: problemType(problem.problem),
    title: problem.title,
    status: problem.status,
  }
  if (problem.detail !== undefined) standard.detail = problem.detail
  return { ...standard, ...problem.members, ...standard, requestId }
}
