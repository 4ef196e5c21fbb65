import { openApiDocument } from '../openapi/index.ts'
import { media, reply, route, type Route } from '../routing/index.ts'
import type { App } from './app.ts'
import { escapeHtml } from '../http/escape-html.ts'
import { assetRoute } from './assets.ts'
import { problemRoute } from './docs/problem-route.ts'

/**
 * The routes that describe the API: the OpenAPI document, the page that shows it, and what each type of
 * problem means. None of them is in the document itself.
 */
export function docsRoutes({ spec, routes }: App): Route[] {
  if (spec.docs === false) return []
  const { document = '/openapi.json', page = '/docs' } = spec.docs ?? {}
  const below = page === '/' ? '' : page
  const fill = { name: escapeHtml(spec.name), document: escapeHtml(document), base: escapeHtml(below) }
  return [
    documentRoute(document, spec, routes),
    assetRoute(page, new URL('./docs/page.html', import.meta.url), { fill }),
    ...ASSETS.map((name) => assetRoute(`${below}/${name}`, new URL(`./docs/${name}`, import.meta.url))),
    problemRoute(routes, below),
  ]
}

const ASSETS = [
  'tokens.css',
  'page.css',
  'page.js',
  'operation.js',
  'curl.js',
  'resolve.js',
  'schema.js',
  'type-name.js',
  'sample.js',
  'try.js',
  'dom.js',
]

/** Written when it is first asked for, and then kept: an app that nobody asks starts faster. */
function documentRoute(
  path: string,
  { name, version, description, versioning }: App['spec'],
  routes: readonly Route[],
): Route {
  let text: string | undefined
  const write = () => JSON.stringify(openApiDocument({ name, version, description, versioning, routes }))
  return route(
    `GET ${path}`,
    { access: 'public', hidden: true, responses: { 200: media('application/json') } },
    () => reply(200, (text ??= write()), { 'cache-control': 'no-cache' }),
  )
}
