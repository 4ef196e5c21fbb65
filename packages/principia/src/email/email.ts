import type { Input, Output, Schema } from '../validation/index.ts'
import { toAddress, type Address } from './address.ts'
import type { Content } from './content.ts'

/** A kind of mail: what it needs to know, in which languages there is one, and what it says. */
export interface Email<Args extends Schema = Schema> {
  readonly kind: 'email'
  readonly name: string
  readonly spec: Omit<EmailSpec<Args>, 'render'>
  /** Finds what the specification's `render` does, typed by its own arguments and locales. */
  readonly render: (context: never) => Content
  /** One mail, to be given to `sendEmail`. */
  (call: Input<Args> & Envelope): EmailCall
}

/** Whom a mail is for. One person: failures, retries and unsubscribing are each person's own. */
export interface Envelope {
  /** `ada@example.org`, or with a name: `{ name: 'Ada', address: 'ada@example.org' }`. */
  readonly to: string | Address
  /** The reader's language, such as `de-AT` or what `Accept-Language` said; the nearest of the mail's `locales` is taken. */
  readonly locale?: string | undefined
}

/** A mail that has not been sent yet. */
export interface EmailCall {
  readonly email: Email
  readonly to: Address
  readonly locale: string | undefined
  readonly args: unknown
}

export interface EmailSpec<Args extends Schema = Schema, Locale extends string = string> {
  /** What `render` needs to know: an object, without `to` and `locale`. */
  readonly args: Args
  /** The languages that there are (BCP 47), the default first: `en` alone unless said. */
  readonly locales?: readonly [Locale, ...Locale[]]
  /**
   * What readers can unsubscribe from, such as `weekly-digest`. Mail without it goes out whatever somebody has unsubscribed
   * from: what one has asked for, such as a receipt.
   */
  readonly list?: string
  /** Where answers go, unless to the sender. */
  readonly replyTo?: string | Address
  /** Milliseconds after which it is not worth sending any more, such as those for which a code is valid. */
  readonly within?: number
  readonly render: (context: RenderContext<Output<Args>, Locale>) => Content
}

export interface RenderContext<Args = unknown, Locale extends string = string> {
  readonly args: Args
  /** One of the mail's `locales`. */
  readonly locale: Locale
  readonly to: Address
}

const NAME = /^[a-z][a-z\d]*(-[a-z\d]+)*$/

/**
 * Describes a kind of mail. Its name stays while there are mails of it, since they are stored by it.
 *
 * @throws TypeError where the name or the list is no lower-case words with dashes, or an option makes no sense
 * @example
 * const receipt = defineEmail('receipt', {
 *   args: t.Object({ order: t.Integer(), total: t.String() }),
 *   render: ({ args }) => ({
 *     subject: `Your order ${args.order}`,
 *     preheader: `${args.total}, paid.`,
 *     body: [heading('Thank you'), facts([['Total', args.total]])],
 *     callToAction: { label: 'See the order', url: `https://shop.example/orders/${args.order}` },
 *   }),
 * })
 * await sendEmail(tx, receipt({ to: 'ada@example.org', order: 17, total: '12 €' }))
 */
export function defineEmail<Args extends Schema, const Locale extends string = 'en'>(
  name: string,
  spec: EmailSpec<Args, Locale>,
): Email<Args> {
  checkSpec(name, spec)
  const { render, ...rest } = spec
  const call = ({ to, locale, ...args }: Input<Args> & Envelope): EmailCall => ({
    email,
    to: toAddress(to),
    locale,
    args,
  })
  const described = Object.assign(call, { kind: 'email' as const, spec: rest, render })
  const email: Email<Args> = Object.defineProperty(described, 'name', { value: name, enumerable: true })
  return email
}

function checkSpec(name: string, { args, list, replyTo, within, locales }: Omit<EmailSpec, 'render'>): void {
  if (!NAME.test(name)) throw new TypeError(`An email's name is like "order-receipt"; got "${name}".`)
  const refuse = (why: string) => {
    throw new TypeError(`Email "${name}": ${why}`)
  }
  if (list !== undefined && (!NAME.test(list) || list.length > 60))
    refuse(`a list's name is like "weekly-digest"; got "${list}".`)
  if (within !== undefined && !(Number.isInteger(within) && within > 0))
    refuse(`within is a whole number of milliseconds above 0; got ${within}.`)
  for (const locale of locales ?? [])
    if (!isLocale(locale)) refuse(`"${locale}" is no locale, such as "de-AT".`)
  const taken = ['to', 'locale'].find(
    (own) => 'properties' in args && isObject(args.properties) && own in args.properties,
  )
  if (taken !== undefined) refuse(`its args have "${taken}", which is the envelope's; rename it.`)
  if (replyTo !== undefined) toAddress(replyTo)
}

function isLocale(tag: string): boolean {
  try {
    return new Intl.Locale(tag).toString() !== ''
  } catch {
    return false
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
