export { parseMailbox, type Address } from './address.ts'
export {
  code,
  divider,
  facts,
  heading,
  link,
  list,
  paragraph,
  strong,
  type Block,
  type Content,
  type Inline,
  type Text,
} from './content.ts'
export {
  defineEmail,
  type Email,
  type EmailCall,
  type EmailSpec,
  type Envelope,
  type RenderContext,
} from './email.ts'
export { recordBounce, recordComplaint, type Feedback } from './feedback.ts'
export { httpTransport, type HttpTransportOptions } from './http-transport.ts'
export { createInbox, type Inbox, type InboxMessage } from './inbox.ts'
export { defineMailer, type Mailer, type MailerDefinition, type MailerOptions } from './mailer.ts'
export { type Message } from './message.ts'
export { toMime } from './mime.ts'
export { findEmail, type EmailRecord, type EmailState } from './records.ts'
export { sendEmail, type QueuedEmail, type SendOptions } from './send.ts'
export { smtpTransport, type SmtpOptions } from './smtp.ts'
export { allow, suppress, suppressionsOf, type Suppression, type SuppressionReason } from './suppressions.ts'
export { Undeliverable, type Delivered, type Transport } from './transport.ts'
