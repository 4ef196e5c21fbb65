import { setTimeout as sleep } from 'node:timers/promises'
import type { Target } from '../target/target.ts'
import { CannotTell } from '../verdict.ts'
import { openConnection, type Connection, type ConnectOptions } from '../wire/connection.ts'
import type { Answered } from '../wire/exchange.ts'
import { writeRequest, type RequestSpec } from '../wire/request.ts'
import type { Budget } from './budget.ts'
import type { Pulse } from './pulse.ts'
import type { Random } from './random.ts'

/** What a check is given to look with. */
export interface Inspection {
  readonly target: Target
  /**
   * Sends one request on a connection of its own and gives its answer.
   *
   * @throws NoAnswer where none comes
   */
  readonly send: (request: RequestSpec, options?: SendOptions) => Promise<Answered>
  /** Opens a connection for bytes of one's own. It is closed when the check ends. */
  readonly connect: (options?: ConnectOptions) => Promise<Connection>
  /** The same for another address: a further port of the target, or an instance that the check has started. */
  readonly at: (origin: URL) => Pick<Inspection, 'send' | 'connect'>
  /** The same numbers for the same seed. */
  readonly random: Random
  /** Fires when the check has no more time. */
  readonly signal: AbortSignal
}

export interface SendOptions {
  /** Milliseconds until the answer has come: 5,000 unless said. */
  readonly within?: number
  /** Whether a 429 is an answer like any other, and not asked for again later. */
  readonly limited?: boolean
}

/** A request was sent, and no answer came. A check for which that is a failure catches it. */
export class NoAnswer extends CannotTell {
  readonly exchange: Connection['exchange']

  constructor(message: string, exchange: Connection['exchange']) {
    super(message)
    this.exchange = exchange
  }
}

/** Seconds that a limited request is held back at most, and how often. */
const LONGEST_WAIT = 5
const MOST_RETRIES = 2

export function createInspection(
  target: Target,
  budget: Budget,
  random: Random,
  signal: AbortSignal,
  pulse?: Pulse,
): Inspection & Disposable {
  const open = new Set<Connection>()
  const isTarget = (origin: URL) => origin.origin === target.origin.origin
  const connectTo = async (origin: URL, options?: ConnectOptions) => {
    signal.throwIfAborted()
    await budget.take()
    try {
      const connection = await openConnection(origin, options)
      open.add(connection)
      return connection
    } catch (error) {
      if (isTarget(origin)) pulse?.miss()
      throw error
    }
  }
  const sendOnce = async (origin: URL, request: RequestSpec, within: number): Promise<Answered> => {
    const connection = await connectTo(origin)
    connection.describe(request)
    const begun = performance.now()
    await connection.write(writeRequest(request, origin.host))
    const answer = await connection.next(request.method, within)
    const took = performance.now() - begun
    const { exchange } = connection
    connection.destroy()
    open.delete(connection)
    if (isTarget(origin)) pulse?.[answer === undefined ? 'miss' : 'beat']()
    if (answer !== undefined) return { ...exchange, answer, took }
    const { method = 'GET', path } = request
    const ended =
      exchange.ended === 'open' ? `within ${within} ms` : `before the connection was ${exchange.ended}`
    const how = connection.gaveUp === undefined ? ended : `in time: ${connection.gaveUp}`
    throw new NoAnswer(`No answer to ${method} ${path} came ${how}.`, exchange)
  }
  const at = (origin: URL): Pick<Inspection, 'send' | 'connect'> => ({
    connect: (options) => connectTo(origin, options),
    async send(request, { within = 5000, limited = false } = {}) {
      for (let retry = 0; ; retry++) {
        const answered = await sendOnce(origin, request, within)
        if (limited || answered.answer.status !== 429) return answered
        const wait = Number(answered.answer.headers.get('retry-after') ?? 1)
        if (retry === MOST_RETRIES || !(wait <= LONGEST_WAIT))
          throw new CannotTell('The target limits the rate of requests (429); raise its limit for the audit.')
        await sleep(wait * 1000, undefined, { signal })
      }
    },
  })
  return {
    target,
    ...at(target.origin),
    at,
    random,
    signal,
    [Symbol.dispose]() {
      for (const connection of open) connection.destroy()
    },
  }
}
