import { isJson, jsonOf } from '../../wire/answer.ts'
import type { Page } from '../target.ts'
import { isHtml } from './probe.ts'

/** Of an answer: more would all be alike. */
const MOST = 10

/** The paths of the target's own that an answer points to, as JSON or HTML. */
export function linksIn({ path, seen: { answer } }: Page, origin: URL): string[] {
  const at = new URL(path, origin)
  const addresses = isJson(answer)
    ? inJson(jsonOf(answer))
    : isHtml(answer)
      ? inHtml(answer.body.toString())
      : []
  const paths = addresses.flatMap((address) => {
    const url = URL.parse(address, at)
    return url?.origin === origin.origin ? [`${url.pathname}${url.search}`] : []
  })
  return [...new Set(paths)].filter((each) => isWorthwhile(each) && each !== path).slice(0, MOST)
}

/** Texts that are addresses, wherever they stand. */
function inJson(value: unknown, found: string[] = []): string[] {
  if (found.length >= MOST * 3) return found
  if (typeof value === 'string') {
    if (/^(?:https?:\/\/|\/[A-Za-z0-9._~-])\S*$/.test(value)) found.push(value)
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) inJson(each, found)
  return found
}

function inHtml(html: string): string[] {
  return [...html.matchAll(/<(?:a|link|script|img)\b[^>]*?\s(?:href|src)\s*=\s*["']?([^"'\s>]+)/gi)].map(
    ([, address]) => (address as string).replaceAll('&amp;', '&'),
  )
}

/** What every site has says little of this one; templates lead nowhere. */
function isWorthwhile(path: string): boolean {
  return !/favicon|apple-touch-icon|robots\.txt|sitemap|[{}]/i.test(path) && !endsSomething({ path })
}

/** Even a GET can end a session, where somebody made it so. */
export function endsSomething({ path }: { readonly path: string }): boolean {
  return /log-?_?(?:out|off)|sign-?_?(?:out|off)|delete|remove|destroy|unsubscribe|shutdown|revoke/i.test(
    path,
  )
}
