import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { media, module, problems, reply, route } from 'principia'
import { book, repository } from '../curriculum/book.ts'

/** Where the web front end's build is. */
const dist = join(repository, 'apps/web/dist')

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Every file of the build by its path; read once, since a build is small and does not change under us. */
const files = new Map(
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(dist, 'book')))
    .map((path) => [path.slice(dist.length + 1).replaceAll('\\', '/'), readFileSync(path)] as const),
)
const shell = files.get('index.html') ?? Buffer.from('')

/** Addresses at which the front end shows something; anything else is shown its not-found page. */
const PAGES = /^\/(?:learn\/(?<concept>[\w-]+)|notes|search|sign-in|sign-up|source\/.+)?$/

const unknownApi = route('GET /api/**', { access: 'public', hidden: true }, () => {
  throw problems.notFound()
})

const asset = route('GET /assets/**:path', { access: 'public', hidden: true }, ({ params }) => {
  const content = files.get(`assets/${params.path}`)
  if (content === undefined) throw problems.notFound()
  // The build puts a hash of the content into most names; those never change.
  const hashed = /-[\w-]{8,}\.\w+$/.test(params.path)
  return reply(200, content, {
    'content-type': TYPES[extname(params.path)] ?? 'application/octet-stream',
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
})

const page = route(
  'GET /**:path',
  {
    access: 'public',
    hidden: true,
    responses: { 200: media('text/html; charset=utf-8'), 404: media('text/html; charset=utf-8') },
  },
  ({ path, params }) => {
    const file = files.get(params.path)
    if (file !== undefined && params.path !== 'index.html') {
      return reply(200, file, { 'content-type': TYPES[extname(params.path)] ?? 'application/octet-stream' })
    }
    return reply(isPage(path) ? 200 : 404, shell, { 'cache-control': 'no-cache' })
  },
)

function isPage(path: string): boolean {
  const found = PAGES.exec(path)
  const concept = found?.groups?.concept
  return found !== null && (concept === undefined || book.has(concept))
}

const home = route(
  'GET /',
  { access: 'public', hidden: true, responses: { 200: media('text/html; charset=utf-8') } },
  () => reply(200, shell, { 'cache-control': 'no-cache' }),
)

export const pages = module({ name: 'pages', routes: [home, page, asset, unknownApi] })
