import type { Inbox, InboxMessage, MailerDefinition } from '../email/index.ts'
import { inScheme } from '../email/scheme.ts'
import { problems } from '../errors/index.ts'
import { media, reply, route, type Route } from '../routing/index.ts'
import { contentSecurityPolicy } from '../security/index.ts'
import { t } from '../validation/index.ts'
import { assetRoute } from './assets.ts'
import type { StartedService } from './boot.ts'

/** The inbox of the app's mailer; `undefined` where there is none, or mail goes elsewhere. */
export function inboxOf(services: readonly StartedService[]): Inbox | undefined {
  const started = services.find(({ definition }) => definition.service === 'mailer')
  if (started === undefined) return undefined
  const { inbox, transport } = started.instance as Awaited<ReturnType<MailerDefinition['start']>>
  return transport === inbox ? inbox : undefined
}

/** The mails that the app would have sent: a page at `/inbox`, and what it shows, below. None where mail goes elsewhere. */
export function inboxRoutes(services: readonly StartedService[]): Route[] {
  const inbox = inboxOf(services)
  if (inbox === undefined) return []
  const find = (id: string): InboxMessage => {
    const found = inbox.messages().find((message) => message.id === id)
    if (found === undefined) throw problems.notFound('This mail is not kept any more, or never was.')
    return found
  }
  const spec = { access: 'public', hidden: true, params: t.Object({ id: t.String() }) } as const
  return [
    assetRoute('/inbox', new URL('./inbox/page.html', import.meta.url)),
    ...ASSETS.map(([name, folder]) =>
      assetRoute(`/inbox/${name}`, new URL(`./${folder}/${name}`, import.meta.url)),
    ),
    route('GET /inbox/messages', { access: 'public', hidden: true }, () =>
      reply(200, { messages: inbox.messages().map(toSummary) }, NOT_STORED),
    ),
    route('GET /inbox/messages/:id', spec, ({ params }) => reply(200, toDetail(find(params.id)), NOT_STORED)),
    route(
      'GET /inbox/messages/:id/html',
      {
        ...spec,
        query: t.Object({ scheme: t.Union([t.Literal('light'), t.Literal('dark')], { default: 'light' }) }),
        security: { contentSecurityPolicy: MAIL_POLICY },
        responses: { 200: media('text/html; charset=utf-8') },
      },
      ({ params, query }) => reply(200, toPage(find(params.id), query.scheme), NOT_STORED),
    ),
    route(
      'GET /inbox/messages/:id/source',
      { ...spec, responses: { 200: media('text/plain; charset=utf-8') } },
      ({ params }) => reply(200, find(params.id).raw.toString(), NOT_STORED),
    ),
  ]
}

const NOT_STORED = { 'cache-control': 'no-store' }

const ASSETS = [
  ['page.css', 'inbox'],
  ['page.js', 'inbox'],
  ['mail.js', 'inbox'],
  ['tokens.css', 'docs'],
  ['dom.js', 'docs'],
] as const

/** A mail loads nothing and runs nothing, here as in a reader of mail; its links open pages of their own. */
const MAIL_POLICY = contentSecurityPolicy({
  defaultSrc: ["'none'"],
  styleSrc: ["'unsafe-inline'"],
  imgSrc: ['data:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'self'"],
  sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
})

function toPage({ html }: InboxMessage, scheme: 'light' | 'dark'): string {
  return inScheme(html, scheme).replace('<head>', '<head>\n<base target="_blank">')
}

function toSummary({ id, email, to, subject, receivedAt }: InboxMessage) {
  return { id, email, to: to.address, subject, receivedAt: receivedAt.toISOString() }
}

function toDetail(message: InboxMessage) {
  const { from, to, text, raw } = message
  const source = raw.toString()
  return {
    ...toSummary(message),
    from: toLine(from),
    to: toLine(to),
    text,
    headers: unfolded(source.slice(0, source.indexOf('\r\n\r\n'))),
  }
}

function toLine({ name, address }: InboxMessage['to']): string {
  return name === undefined ? address : `${name} <${address}>`
}

/** Header fields, each on one line (RFC 5322 section 2.2.3). */
function unfolded(head: string): { readonly name: string; readonly value: string }[] {
  return head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => {
      const colon = line.indexOf(':')
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
    })
}
