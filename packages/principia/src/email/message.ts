import { negotiateLanguage } from '../http/language.ts'
import { mailboxKey, oneLine, toAddress, type Address } from './address.ts'
import type { Accent } from './colors.ts'
import type { Content } from './content.ts'
import type { Email, RenderContext } from './email.ts'
import { toHtml } from './html.ts'
import { toText } from './text.ts'

/** A mail as a transport gets it. It is the same in every attempt, but for the link to unsubscribe. */
export interface Message {
  /** The mail's own id: of what `sendEmail` gave. */
  readonly id: string
  /** The name of its kind. */
  readonly email: string
  /** With angle brackets (RFC 5322 section 3.6.4). Whoever gets a mail twice can tell by it. */
  readonly messageId: string
  readonly date: Date
  readonly from: Address
  readonly to: Address
  readonly replyTo?: Address
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Further header fields. */
  readonly headers: Readonly<Record<string, string>>
}

/** What the mails of a mailer have in common. */
export interface Stationery {
  readonly from: Address
  readonly brand: string
  readonly accent: Accent
  /** The address at which mail of this list to this mailbox is ended. */
  readonly unsubscribeUrl: (mailbox: string, list: string) => string
}

export interface Draft {
  readonly id: string
  readonly email: Email
  readonly to: Address
  readonly locale: string | undefined
  /** As the schema of the email gave them. */
  readonly args: unknown
  readonly date: Date
}

/** Characters; RFC 5322 section 2.1.1 allows 998 octets in a line, no reader shows as many. */
const LONGEST_SUBJECT = 250

/**
 * Writes a mail.
 *
 * @throws TypeError where `render` gives a link that leads nowhere, or no subject
 */
export function compose(
  { id, email, to, locale: wanted, args, date }: Draft,
  stationery: Stationery,
): Message {
  const { locales = ['en'], list, replyTo } = email.spec
  const locale = negotiateLanguage(wanted, locales)
  const render = email.render as (context: RenderContext) => Content
  const content = render({ args, locale, to })
  const subject = oneLine(content.subject, LONGEST_SUBJECT)
  if (subject === '') throw new TypeError(`Email "${email.name}": its subject is empty.`)
  const unsubscribeUrl =
    list === undefined ? undefined : stationery.unsubscribeUrl(mailboxKey(to.address), list)
  const frame = { ...stationery, locale, unsubscribeUrl }
  const domain = domainOf(stationery.from.address)
  return {
    id,
    email: email.name,
    messageId: `<${id}@${domain}>`,
    date,
    from: stationery.from,
    to,
    ...(replyTo !== undefined && { replyTo: toAddress(replyTo) }),
    subject,
    html: toHtml(content, subject, frame),
    text: toText(content, frame),
    headers: {
      'Content-Language': locale,
      // Nobody's out-of-office note answers it (RFC 3834 section 5).
      'Auto-Submitted': 'auto-generated',
      ...(list !== undefined &&
        unsubscribeUrl !== undefined && {
          'List-Id': `<${list}.${domain}>`,
          // RFC 8058 section 3.1.
          'List-Unsubscribe': `<${unsubscribeUrl}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
    },
  }
}

function domainOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1)
}
