/**
 * Thrown by a handler that knows when there is sense in another attempt, such as from a `Retry-After`: it takes the place of the
 * job's backoff. The attempt counts as any other.
 *
 * @example
 * throw new TryLater(30_000, 'The other side has too much to do.')
 */
export class TryLater extends Error {
  override readonly name = 'TryLater'
  /** Milliseconds. */
  readonly wait: number

  /** @throws RangeError where `wait` is no time to wait */
  constructor(wait: number, message: string, options?: ErrorOptions) {
    super(message, options)
    if (!Number.isFinite(wait) || wait < 0) throw new RangeError(`The wait is in milliseconds; got ${wait}.`)
    this.wait = Math.round(wait)
  }
}
