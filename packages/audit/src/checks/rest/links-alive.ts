import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc, text } from '../../source.ts'
import { endsSomething } from '../../target/discover/links.ts'
import type { Page } from '../../target/target.ts'
import { isObject } from '../../target/openapi/document.ts'
import { across, failed, passed } from '../../verdict.ts'
import { isJson, jsonOf, statusLine } from '../../wire/answer.ts'
import { essence } from '../http/field-syntax.ts'
import { parseLinks } from '../http/links.ts'
import { sample } from '../http/survey.ts'

const MOST_LINKS = 8

export const linksAlive = check({
  id: 'rest/links-alive',
  claim: 'No link in an answer leads to 404 or 405.',
  severity: 'should',
  source: [rfc(8288), text('HTML, links', 'https://html.spec.whatwg.org/multipage/links.html')],
  mend: {
    general:
      'Make links from the routes themselves, and not by putting texts together. Behind a proxy that cuts a prefix off or ends TLS, tell the application its outer address.',
    stacks: {
      'Spring Boot': 'linkTo(methodOn(…)), with server.forward-headers-strategy=framework behind a proxy',
      Django: 'reverse(), request.build_absolute_uri()',
      FastAPI: 'request.url_for(), with --proxy-headers and --root-path behind a proxy',
      Rails: 'url_for',
    },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 8), 'None of its pages links to another one.', async (page) => {
      const links = linksIn(page, target.origin)
      for (const path of links) {
        const exchange = await send({ path, as: page.as })
        const { status } = exchange.answer
        if (status === 404 || status === 405 || status === 410)
          return failed(`${page.path} links to ${path}, which is ${statusLine(exchange.answer)}.`, [
            { exchange: page.seen, says: 'Where the link is.' },
            { exchange, says: 'Where it leads.' },
          ])
      }
      return links.length === 0 ? undefined : passed()
    })
  },
  flaw: tampered((answer, { url }) => {
    if (url !== '/openapi.json' && answer.status === 200)
      answer.headers['link'] = '</api/v1/books?page=2>; rel="next"'
  }),
})

/** Addresses at this target that an answer leads to, as links and not as data. */
function linksIn({ path, seen: { answer } }: Page, origin: URL): string[] {
  const base = new URL(path, origin)
  const fromFields = answer.headers.all('link').flatMap((value) => parseLinks(value) ?? [])
  const found = fromFields
    .filter(({ rel }) => rel !== 'preconnect' && rel !== 'dns-prefetch')
    .map(({ target }) => target)
  if (isJson(answer)) found.push(...jsonLinks(jsonOf(answer)))
  if (essence(answer.headers.get('content-type')) === 'text/html')
    found.push(...htmlLinks(answer.body.toString()))
  const here = found
    // A template is no address yet.
    .filter((link) => !/[{}]/.test(link))
    .map((link) => URL.parse(link, base))
    .filter((url) => url !== null)
    .filter((url) => url.origin === origin.origin)
  const addresses = new Set(here.map(({ pathname, search }) => `${pathname}${search}`))
  return [...addresses].filter((address) => !endsSomething({ path: address })).slice(0, MOST_LINKS)
}

/** HAL's and JSON:API's links; `href` anywhere; `next` and its like at the top. */
function jsonLinks(content: unknown): string[] {
  if (!isObject(content)) return []
  const named = ['self', 'next', 'prev', 'previous', 'first', 'last'].flatMap((name) => content[name] ?? [])
  const grouped = [content['_links'], content['links']]
    .filter(isObject)
    .flatMap((links) => Object.values(links))
  return [...named, ...grouped]
    .flat()
    .map((link) => (isObject(link) && isRead(link['method']) ? link['href'] : link))
    .filter((link) => typeof link === 'string')
    .filter((link) => /^(?:https?:\/\/|\/)/.test(link))
}

/** Links to change things name their method, where they say more than the address. */
function isRead(method: unknown): boolean {
  return method === undefined || method === 'GET'
}

function htmlLinks(html: string): string[] {
  const tags = html
    .replaceAll(/<!--[\s\S]*?-->|<script\b[\s\S]*?<\/script>/gi, '')
    .matchAll(/<(?:a|link|img)\s[^>]*>/gi)
  return [...tags].flatMap(([tag]) => /\s(?:href|src)\s*=\s*"([^"#&]+)"/i.exec(tag)?.[1] ?? [])
}
