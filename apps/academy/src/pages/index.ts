import { join } from 'node:path'
import { file, media, module, problems, reply, route, staticFiles } from 'principia'
import { book, repository } from '../curriculum/book.ts'

/** Where the web front end's build is. */
const dist = join(repository, 'apps/web/dist')

/** Addresses at which the front end shows something; anything else is shown its not-found page. */
const PAGES = /^\/(?:learn\/(?<concept>[\w-]+)|notes|audit|search|sign-in|sign-up|source\/.+)?$/

const unknownApi = route('GET /api/**', { access: 'public', hidden: true }, () => {
  throw problems.notFound()
})

/** The build puts a hash of its content into the name of every asset. */
const assets = staticFiles('/assets', join(dist, 'assets'), { index: false, immutable: true })

const shell = () => file('index.html', { root: dist, precompressed: true })
const html = media('text/html; charset=utf-8')

const page = route(
  'GET /**',
  { access: 'public', hidden: true, responses: { 200: html, 404: html } },
  ({ path, header }) => {
    if (isPage(path)) return reply(200, shell(), { 'cache-control': 'no-cache' })
    // Programs are told in their own language; what they send is for no page.
    if (/json/i.test(header('accept') ?? '')) throw problems.notFound(undefined, { headers: BY_ACCEPT })
    return reply(404, shell(), { ...BY_ACCEPT, 'cache-control': 'no-cache' })
  },
)

const BY_ACCEPT = { vary: 'Accept' }

function isPage(path: string): boolean {
  const found = PAGES.exec(path)
  const concept = found?.groups?.concept
  return found !== null && (concept === undefined || book.has(concept))
}

const home = route('GET /', { access: 'public', hidden: true, responses: { 200: html } }, () =>
  reply(200, shell(), { 'cache-control': 'no-cache' }),
)

export const pages = module({ name: 'pages', routes: [home, page, assets, unknownApi] })
