import type { Message } from './message.ts'

/** Where mail goes: a server that speaks SMTP, a provider's HTTP interface, the inbox of development. */
export interface Transport {
  /**
   * Hands one mail over. Resolves once the other side has taken responsibility for it.
   *
   * What it rejects with says what is to be done: nothing ever again (`Undeliverable`), another attempt after a certain time
   * (`TryLater`), and with anything else another attempt after the usual one. Whether a mail was taken may be unknown - the
   * connection was lost before the answer - and then it is sent again, with the same `Message-ID`.
   */
  deliver(message: Message, options: { readonly signal: AbortSignal }): Promise<Delivered>
  /** A few words on where that is. No secrets. */
  describe(): string
  close?(): void | Promise<void>
}

export interface Delivered {
  /** What the other side calls it, if that is another name than its `Message-ID`. */
  readonly id?: string | undefined
  /** What the other side said. */
  readonly detail?: string | undefined
}

/** The other side will never take this mail. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable'
  /** Whether it is for the mailbox, which does not exist or takes no mail: nothing is sent there any more. */
  readonly mailbox: boolean

  constructor(message: string, { mailbox, ...options }: ErrorOptions & { readonly mailbox: boolean }) {
    super(message, options)
    this.mailbox = mailbox
  }
}
