import { Undeliverable } from './transport.ts'

/** What nodemailer says of a mail that was not taken. */
interface SmtpFault extends Error {
  /** The server's reply, with its code. */
  readonly response: string
  readonly responseCode: number
  /** What it was a reply to. */
  readonly command: string
}

/**
 * What a failure means. Only a permanent reply (5yz, RFC 5321 section 4.2.1) to the recipient or to the message itself ends a mail.
 * One to the greeting, to the credentials or to the sender says that we are not welcome as we come: somebody mends a setting, and
 * what is tried again until then is not lost.
 */
export function toSmtpFault(error: unknown): unknown {
  if (!isSmtpFault(error) || error.responseCode < 500 || error.responseCode === 503) return error
  if (error.command !== 'RCPT TO' && error.command !== 'DATA') return error
  return new Undeliverable(error.response, { mailbox: blames(error), cause: error })
}

/** Without an enhanced code: no such mailbox, a mailbox elsewhere, a mailbox's name that may not be (RFC 5321 section 4.2.3). */
const MAILBOX_CODES: ReadonlySet<number> = new Set([550, 551, 553])
/**
 * RFC 3463 sections 3.2 and 3.3: X.1.0 to X.1.3, X.1.6 and X.1.10 (RFC 7505) say that nothing can be sent there, X.2.1 that the
 * mailbox is closed. X.7.1 says that *we* may not, and X.2.2 that it is full: both pass.
 */
const MAILBOX_STATUS = /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)$/

/** Whether the mailbox is to blame, and not the message or its sender. */
function blames({ response, responseCode, command }: SmtpFault): boolean {
  const status = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})(?!\S)/.exec(response)?.[1]
  if (status !== undefined) return MAILBOX_STATUS.test(status)
  return command === 'RCPT TO' && MAILBOX_CODES.has(responseCode)
}

function isSmtpFault(error: unknown): error is SmtpFault {
  return (
    error instanceof Error &&
    'responseCode' in error &&
    typeof error.responseCode === 'number' &&
    'response' in error &&
    typeof error.response === 'string' &&
    'command' in error &&
    typeof error.command === 'string'
  )
}
