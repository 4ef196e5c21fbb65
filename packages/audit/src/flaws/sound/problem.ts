import { STATUS_CODES } from 'node:http'
import { json, type Reply } from './reply.ts'

/** Something wrong with a value, where it stands: `pointer` is a JSON Pointer (RFC 6901), or `/` and a parameter's name. */
export interface Mistake {
  readonly in: 'body' | 'query' | 'path'
  readonly pointer: string
  readonly message: string
}

/** Kinds of failure that a program can act on beyond their status; each has a page at `/problems/<name>`. */
export const KINDS = {
  invalid: {
    title: 'Invalid Input',
    says: 'Values do not fit the description. Each is listed in "errors" with its place.',
  },
  'idempotency-key-reused': {
    title: 'Idempotency Key Reused',
    says: 'The Idempotency-Key was used before, with another request. Make a new key for each operation.',
  },
} as const

/** A refusal, answered as problem details (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly detail: string
  readonly kind: keyof typeof KINDS | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly Mistake[] | undefined

  constructor(
    status: number,
    detail: string,
    options: {
      readonly kind?: keyof typeof KINDS
      readonly headers?: Readonly<Record<string, string>>
      readonly errors?: readonly Mistake[]
    } = {},
  ) {
    super(detail)
    this.status = status
    this.detail = detail
    this.kind = options.kind
    this.headers = options.headers ?? {}
    this.errors = options.errors
  }
}

/** Mistakes that one answer lists. */
const MOST_MISTAKES = 100

/** @throws Problem 422 where there are any */
export function refuseMistakes(errors: readonly Mistake[]): void {
  if (errors.length === 0) return
  const count = errors.length === 1 ? 'One value does' : `${errors.length} values do`
  throw new Problem(422, `${count} not fit what is described.`, {
    kind: 'invalid',
    errors: errors.slice(0, MOST_MISTAKES),
  })
}

/** Two of Node's names are from before RFC 9110. */
function titleOf(status: number): string {
  if (status === 413) return 'Content Too Large'
  return status === 422 ? 'Unprocessable Content' : (STATUS_CODES[status] ?? 'Error')
}

/** @param id of the request */
export function problemReply({ status, detail, kind, headers, errors }: Problem, id: string): Reply {
  const about =
    kind === undefined
      ? // RFC 9457 section 4.2.1: with "about:blank" the title is the status's own.
        { type: 'about:blank', title: titleOf(status) }
      : { type: `/problems/${kind}`, title: KINDS[kind].title }
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
    body: json({ ...about, status, detail, instance: `urn:uuid:${id}`, ...(errors && { errors }) }),
  }
}
