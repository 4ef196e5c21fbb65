import type { Database } from '../database/index.ts'
import { problems } from '../errors/index.ts'
import { escapeHtml } from '../http/escape-html.ts'
import { media, reply, route, type Route } from '../routing/index.ts'
import type { Mailer } from './mailer.ts'
import { suppress } from './suppressions.ts'
import { UNSUBSCRIBE_PATH, type Unsubscription } from './unsubscribe.ts'

/** Under which names handlers find what the routes need. */
export interface Names {
  readonly mailer: string
  readonly database: string
}

/**
 * What `List-Unsubscribe` leads to. A mail reader posts there on the reader's click and says so in a body that need not be looked at:
 * whoever has the token may (RFC 8058 section 3.2). A browser that follows the link is asked first, since
 * scanners of mail follow every link that they find.
 */
export function unsubscribeRoutes(names: Names): Route[] {
  const path = `${UNSUBSCRIBE_PATH}/:token` as const
  const spec = {
    access: 'public',
    hidden: true,
    responses: { 200: media('text/html; charset=utf-8') },
  } as const
  return [
    route(`GET ${path}`, spec, (context) => {
      const { mailbox, list } = asked(context, names, context.params.token)
      return page(context.nonce, 'Unsubscribe?', [
        `<p><strong>${escapeHtml(mailbox)}</strong> will get no more mail of the list <strong>${escapeHtml(list)}</strong>.</p>`,
        // To the page's own address.
        '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>Unsubscribe</button></form>',
      ])
    }),
    route(`POST ${path}`, spec, async (context) => {
      const { mailbox, list } = asked(context, names, context.params.token)
      const db = serviceOf(context, names.database) as Database<unknown>
      await suppress(db, mailbox, 'unsubscribed', { list })
      return page(context.nonce, 'Unsubscribed', [
        `<p><strong>${escapeHtml(mailbox)}</strong> gets no more mail of the list <strong>${escapeHtml(list)}</strong>.</p>`,
      ])
    }),
  ]
}

function asked(context: object, { mailer }: Names, token: string): Unsubscription {
  const found = (serviceOf(context, mailer) as Mailer).readUnsubscription(token)
  if (found === undefined)
    throw problems.notFound('This link is not one of ours, or not whole. Take the one that is in the mail.')
  return found
}

function serviceOf(context: object, name: string): unknown {
  return (context as Readonly<Record<string, unknown>>)[name]
}

function page(nonce: string, title: string, content: readonly string[]) {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 1rem; }
main { max-width: 32rem; }
p { overflow-wrap: anywhere; }
button { padding: 0.6rem 1.4rem; font: inherit; cursor: pointer; }
</style>
</head>
<body><main><h1>${title}</h1>
${content.join('\n')}
</main></body>
</html>
`
  return reply(200, html, { 'cache-control': 'no-store' })
}
