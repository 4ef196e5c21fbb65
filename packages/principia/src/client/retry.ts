import { DeadlineExceeded, NetworkFailure, UnexpectedAnswer } from './errors.ts'

/** Answers that say "not now" rather than "no": RFC 6585 section 4, RFC 9110 sections 15.6.3 to 15.6.5. */
const PASSING = new Set([429, 502, 503, 504])

/** Milliseconds that the first repetition waits at most; each further one up to twice as long as the one before. */
const BACKOFF = 200
const LONGEST_BACKOFF = 10_000

/** What `setTimeout` can count; with more it fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1

export interface Patience {
  /** Names the call in messages. */
  readonly target: string
  /** Milliseconds for all of it. */
  readonly deadline: number
  readonly signal: AbortSignal | undefined
}

/** A call that can be sent. */
export interface Sendable {
  /** Attempts after the first; 0 for what may not be repeated. */
  readonly retries: number
  readonly send: (signal: AbortSignal) => Promise<Response>
}

/**
 * Prepares a call, once, and sends it until there is an answer that stands. Waits between attempts as long as the
 * server asks (`Retry-After`), and on top of that a random time that grows ("full jitter"), so that clients that failed
 * together do not come back together. A wait that would outlast the deadline is not begun: the caller learns at once
 * what is known.
 *
 * The deadline ends with `read`; what is read later, such as a stream, ends with the caller's `signal` alone.
 *
 * @throws NetworkFailure, DeadlineExceeded, UnexpectedAnswer from `read`, the reason of the caller's signal, or what
 *   `prepare` throws.
 */
export async function persist<T>(
  { target, deadline, signal }: Patience,
  prepare: () => Promise<Sendable>,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const until = performance.now() + deadline
  const passed = new AbortController()
  const timer = Number.isFinite(deadline)
    ? setTimeout(() => passed.abort(), Math.min(deadline, LONGEST_TIMER))
    : undefined
  const either = signal === undefined ? passed.signal : AbortSignal.any([signal, passed.signal])
  let attempt = 1
  try {
    const { retries, send } = await unlessAborted(prepare(), either)
    const isLast = (wait: number) => attempt > retries || performance.now() + wait >= until
    for (; ; attempt++) {
      let wait = Math.random() * Math.min(LONGEST_BACKOFF, BACKOFF * 2 ** (attempt - 1))
      try {
        const response = await send(either)
        wait += retryAfter(response.headers)
        if (!isPassing(response) || isLast(wait)) return await read(response)
        await response.body?.cancel()
      } catch (error) {
        if (either.aborted || error instanceof UnexpectedAnswer) throw error
        if (isLast(wait)) throw new NetworkFailure(failed(target, attempt, error), { cause: error })
      }
      await pause(wait, either)
    }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason
    if (!passed.signal.aborted) throw error
    throw new DeadlineExceeded(`${target}: no answer within ${deadline} ms${times(attempt)}.`, {
      cause: error,
    })
  } finally {
    clearTimeout(timer)
  }
}

/** A 409 that names a time is about the attempt before, which is still under way: its answer will be there soon. */
function isPassing({ status, headers }: Response): boolean {
  return PASSING.has(status) || (status === 409 && headers.has('retry-after'))
}

/** Milliseconds that the server asks to wait, in seconds or as a date (RFC 9110 section 10.2.3); 0 where it does not. */
export function retryAfter(headers: Headers): number {
  const value = headers.get('retry-after') ?? ''
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now())
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** What was begun goes on, but nobody waits for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function failed(target: string, attempt: number, error: unknown): string {
  return `${target}: no answer came${times(attempt)}: ${reasonOf(error)}.`
}

function times(attempt: number): string {
  return attempt === 1 ? '' : ` in ${attempt} attempts`
}

/** `fetch` says only that it failed; why is in the cause, where the runtime tells. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
