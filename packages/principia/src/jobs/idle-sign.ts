/**
 * Which queues a worker waits for, as the database knows it: whoever enqueues for one of them notifies.
 *
 * What is enqueued between the look that found nothing and this sign notifies nobody, so once the sign is there the queue
 * is looked at again.
 */
export class IdleSign {
  readonly #queues: Set<string>
  readonly #write: (queues: readonly string[]) => Promise<unknown>
  readonly #look: (queue: string) => void
  readonly #fresh = new Set<string>()
  #isWriting = false
  #changed = false

  /** @param always what is waited for all the time */
  constructor(
    always: readonly string[],
    write: (queues: readonly string[]) => Promise<unknown>,
    look: (queue: string) => void,
  ) {
    this.#queues = new Set(always)
    this.#write = write
    this.#look = look
  }

  get queues(): readonly string[] {
    return [...this.#queues]
  }

  set(queue: string, idle: boolean): void {
    if (this.#queues.has(queue) === idle) return
    if (idle) {
      this.#queues.add(queue)
      this.#fresh.add(queue)
    } else this.#queues.delete(queue)
    this.#changed = true
    if (!this.#isWriting) void this.#writeAll()
  }

  /** One statement at a time, so that the last one says how it is. One that fails is made good by the next sign of life. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true
    while (this.#changed) {
      this.#changed = false
      const fresh = [...this.#fresh]
      this.#fresh.clear()
      await this.#write(this.queues).catch(() => undefined)
      for (const queue of fresh) this.#look(queue)
    }
    this.#isWriting = false
  }
}
