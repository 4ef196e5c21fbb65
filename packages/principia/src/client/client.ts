import type { AnswerOf, SuccessOf } from './answers.ts'
import type { Route } from '../routing/index.ts'
import { ProblemError, UnexpectedAnswer } from './errors.ts'
import type { AnyHeaders, Callable, CallOf, Described, Operations, TargetOf } from './operations.ts'
import { readAnswer, type AnyAnswer } from './read.ts'
import { prepare, type AnyCall } from './request.ts'
import { persist } from './retry.ts'

export interface ClientOptions {
  /** Where the app is, such as `https://api.example.org`; `''` in a page that the app itself serves. */
  readonly baseUrl: string
  /** Sent with every call. A function is asked once per call, as for a token that changes or a `traceparent`. */
  readonly headers?: AnyHeaders | (() => AnyHeaders | Promise<AnyHeaders>)
  /** In place of the global `fetch`, as for credentials across origins or for tests. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Milliseconds for a call, its headers and all its attempts together: 30 s unless said; `Infinity` for none. */
  readonly deadline?: number
  /**
   * Attempts after the first: 2 unless said. Only methods that are idempotent (RFC 9110 section 9.2.2) and calls with
   * an `idempotencyKey` are repeated: when no answer came, after a 429, 502, 503 or 504, and after the
   * 409 that an attempt meets while one before it is still under way.
   */
  readonly retries?: number
}

/**
 * Calls the routes of an app. What is said of all of them together, the targets and the operations, is worked out once,
 * here, and not at each call.
 */
export interface Client<
  A extends Described,
  Target extends string = TargetOf<A>,
  O extends Callable = Operations<A>,
> {
  /**
   * Calls a route and gives its answer, whichever it is.
   *
   * @throws NetworkFailure, DeadlineExceeded, UnexpectedAnswer, or the reason of the call's `signal`.
   */
  <T extends Target, R extends Route = O[T]>(target: T, ...call: Arguments<R>): Promise<AnswerOf<R>>
  /**
   * Calls a route and gives the body of its success.
   *
   * @throws ProblemError when the answer is a problem; and what a call throws.
   */
  readonly ok: <T extends Target, R extends Route = O[T]>(
    target: T,
    ...call: Arguments<R>
  ) => Promise<SuccessOf<R>>
}

/**
 * Nothing has to be said where nothing is required. For each target by itself, so that for one that does not exist, which
 * the compiler takes for all of them, the message is about the target.
 */
type Arguments<R extends Route> = R extends Route
  ? Readonly<Record<never, never>> extends CallOf<R>
    ? [call?: CallOf<R>]
    : [call: CallOf<R>]
  : never

/**
 * A client that knows an app by its type: which routes there are, what each takes, and every answer that it declares.
 * Nothing of the app is imported when the program runs.
 *
 * The type is that of the file with the app as its default export, or of an app or module itself. Prefer the file: the
 * compiler looks through the whole type of an app at each call, but not through a file's.
 *
 * @example
 * import type * as shop from './shop.ts'
 * const api = createClient<typeof shop>({ baseUrl: 'https://shop.example' })
 * const answer = await api('POST /orders', { body: { item: 'book' } })
 * if (answer.status === 201) console.log(answer.body.id)
 * else if (answer.problem === 'out-of-stock') console.log(answer.body.detail)
 * const order = await api.ok('GET /orders/:id', { params: { id: 7 } })
 */
export function createClient<A extends Described>(options: ClientOptions): Client<A> {
  const {
    headers = {},
    fetch: send = (url, init) => fetch(url, init),
    deadline = 30_000,
    retries = 2,
  } = options
  const baseUrl = options.baseUrl.replace(/\/+$/, '')

  const call = async (target: string, given: AnyCall = {}): Promise<AnyAnswer> => {
    const begin = async () => {
      // Once, and not for each attempt: what they bring may be a key by which the attempts are known as one call.
      const shared = typeof headers === 'function' ? await headers() : headers
      const { url, init, repeatable } = prepare(target, given, baseUrl, shared)
      return {
        retries: repeatable ? (given.retries ?? retries) : 0,
        send: (signal: AbortSignal) => send(url, { ...init, signal }),
      }
    }
    return persist(
      { target, deadline: given.deadline ?? deadline, signal: given.signal },
      begin,
      (response) => readAnswer(target, given.accept, response),
    )
  }

  const ok = async (target: string, given?: AnyCall): Promise<unknown> => {
    const answer = await call(target, given)
    if (answer.ok) return answer.body
    if (answer.problem !== undefined) throw new ProblemError(answer)
    const { status, headers: fields } = answer
    throw new UnexpectedAnswer(`${target}: answered ${status}, which is not a success.`, status, fields)
  }

  // What may be called, and with what, is the compiler's to know; at run time any target will do.
  return Object.assign(call, { ok }) as unknown as Client<A>
}
