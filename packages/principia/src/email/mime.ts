import type { Message } from './message.ts'

/**
 * A mail as it is on the wire (RFC 5322, RFC 2045), by nodemailer. Both parts are quoted-printable, so every line is ASCII and of
 * bounded length, and any server takes them.
 */
export async function toMime(message: Message): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const { id, messageId, date, from, to, replyTo, subject, html, text, headers } = message
  const composer = new MailComposer({
    messageId,
    date,
    from: { name: from.name ?? '', address: from.address },
    to: { name: to.name ?? '', address: to.address },
    ...(replyTo !== undefined && { replyTo: { name: replyTo.name ?? '', address: replyTo.address } }),
    subject,
    text,
    html,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }]),
    ),
    encoding: 'quoted-printable',
    newline: 'win',
    // The same bytes in every attempt.
    baseBoundary: id,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
