import { randomBytes } from 'node:crypto'
import { Secret } from '../config/index.ts'
import type { Boot, Service } from '../context/index.ts'
import type { Database } from '../database/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import type { Job, JobContext } from '../jobs/index.ts'
import type { Route } from '../routing/index.ts'
import { parseAddress, toAddress } from './address.ts'
import { toAccent } from './colors.ts'
import { deliver } from './deliver.ts'
import type { Email } from './email.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { emailJobWith, type EmailArgs } from './job.ts'
import type { Stationery } from './message.ts'
import { emailSettings, keysOf, readSettings, settingMistakes, targetOf } from './settings.ts'
import { smtpTransport } from './smtp.ts'
import type { Transport } from './transport.ts'
import { readToken, toToken, unsubscribeUrl, type Unsubscription } from './unsubscribe.ts'
import { unsubscribeRoutes } from './unsubscribe-routes.ts'

export interface MailerOptions {
  /** Every kind of mail that the app sends. */
  readonly emails: readonly Email[]
  /** What stands above and below each mail. */
  readonly brand?: {
    /** The app's name unless said. */
    readonly name?: string
    /** The colour of links and buttons, such as `#0b5c55`; as dark or light as it takes to be read. */
    readonly accent?: string
  }
  /** Where mail can go besides SMTP servers and the inbox, by the names that `EMAIL_URL` chooses one by. */
  readonly transports?: Readonly<Record<string, (boot: Boot) => Transport | Promise<Transport>>>
  /** Further environment variables that the transports read. */
  readonly settings?: readonly string[]
}

/** What sends the mail of an app, as its handlers find it. To send a mail they need `sendEmail` alone. */
export interface Mailer {
  readonly transport: Transport
  /** Where mail stays, in development and tests; empty for ever where `EMAIL_URL` sends it elsewhere. */
  readonly inbox: Inbox
  /** The email of this name, and what all have in common. */
  readonly find: (name: string) => Email | undefined
  readonly stationery: Stationery
  /** Who unsubscribes with this token; `undefined` where it is none of ours. */
  readonly readUnsubscription: (token: string) => Unsubscription | undefined
}

/** A mailer as it should be. It brings its job and its routes to the app that it is a service of. */
export interface MailerDefinition extends Service<Mailer> {
  readonly service: 'mailer'
  readonly emails: readonly Email[]
  readonly brings: (names: { readonly service: string; readonly database: string }) => {
    readonly jobs: readonly Job[]
    readonly routes: readonly Route[]
  }
}

const ACCENT = '#0b5c55'

/**
 * Describes what sends an app's mail: a service of it, whose mails are jobs of the app's `work`. Where they go is said by
 * `EMAIL_URL`.
 *
 * @throws TypeError where two emails have one name, or the accent is no colour
 * @example
 * const services = { db: defineDatabase<Tables>({ migrations: [createWork] }), mail: defineMailer({ emails: [receipt] }) }
 * export default app({ name: 'shop', services, work: { database: services.db } })
 */
export function defineMailer({
  emails,
  brand = {},
  transports = {},
  settings = [],
}: MailerOptions): MailerDefinition {
  const byName = new Map(emails.map((email) => [email.name, email]))
  if (byName.size < emails.length)
    throw new TypeError(`Two emails are named "${twinOf(emails)}"; rename the newer one.`)
  const accent = toAccent(brand.accent ?? ACCENT)
  const lists = emails.some(({ spec }) => spec.list !== undefined)
  return {
    service: 'mailer',
    emails,
    settings: [...Object.keys(emailSettings.schema.properties), ...settings],
    mistakes: (env) => settingMistakes(env, { transports: Object.keys(transports), lists }),
    async start(boot) {
      await import('nodemailer').catch(noNodemailer)
      const inbox = createInbox()
      const transport = await openTransport(boot, transports, inbox)
      const { from, publicUrl, keys } = senderOf(boot)
      const [key] = keys
      return {
        transport,
        inbox,
        find: (name) => byName.get(name),
        stationery: {
          from,
          brand: brand.name ?? boot.name,
          accent,
          unsubscribeUrl: (mailbox, list) => unsubscribeUrl(publicUrl, toToken(key, { mailbox, list })),
        },
        readUnsubscription: (token) => readToken(keys, token),
      }
    },
    stop: ({ transport }) => transport.close?.(),
    describe: ({ transport }) => `mail to ${transport.describe()}`,
    brings: (names) => ({
      jobs: [jobOf(names)],
      routes: lists ? unsubscribeRoutes({ mailer: names.service, database: names.database }) : [],
    }),
  }
}

function jobOf(names: { readonly service: string; readonly database: string }): Job {
  return emailJobWith(async (context: JobContext<EmailArgs>) => {
    const services = context as unknown as Readonly<Record<string, unknown>>
    const { find, stationery, transport } = services[names.service] as Mailer
    const { args, job, signal, log } = context
    const email = find(args.email)
    // A version of the app that knows it may be about to start.
    if (email === undefined) throw new Error(`No email of the mailer is named "${args.email}".`)
    const db = services[names.database] as Database<unknown>
    await deliver({ args, job, signal, log, db, email, stationery, transport })
  })
}

async function openTransport(
  boot: Boot,
  transports: NonNullable<MailerOptions['transports']>,
  inbox: Inbox,
): Promise<Transport> {
  // Checked before anything was started: it is the inbox, one of the transports, or the URL of a server.
  const target = targetOf(boot.env) ?? 'inbox'
  if (target === 'inbox') return inbox
  const own = Object.hasOwn(transports, target) ? transports[target] : undefined
  return own === undefined ? smtpTransport({ url: target }) : own(boot)
}

function senderOf({ name, env }: Boot) {
  const { EMAIL_FROM: given, EMAIL_KEY: key, PUBLIC_URL: publicUrl } = readSettings(env)
  const from = parseAddress(given ?? '') ?? toAddress({ name, address: 'no-reply@localhost' })
  // Without a key of its own an app that sends nothing has one until it stops.
  const [first = new Secret(randomBytes(32).toString('base64url')), ...older] =
    key === undefined ? [] : keysOf(key)
  const keys: readonly [Secret, ...Secret[]] = [first, ...older]
  return { from, keys, publicUrl: publicUrl ?? `http://localhost:${env['PORT'] ?? 3000}` }
}

function noNodemailer(cause: unknown): never {
  throw new StartFault(
    'Mail is written and sent with nodemailer, which is not there: npm install nodemailer.',
    EXIT.config,
    { cause },
  )
}

function twinOf(emails: readonly Email[]): string | undefined {
  const names = emails.map(({ name }) => name)
  return names.find((name, index) => names.indexOf(name) !== index)
}
