import type { TraceRecord } from '../context/index.ts'
import { problems } from '../errors/index.ts'
import type { TraceRing } from '../observability/index.ts'
import { media, reply, route, type AccessContext, type AccessRule, type Route } from '../routing/index.ts'
import { t } from '../validation/index.ts'
import { escapeHtml } from '../http/escape-html.ts'
import { assetRoute } from './assets.ts'
import { toDetail } from './inspector/detail.ts'
import { liveRequests } from './inspector/live.ts'
import { matches, SearchQuery } from './inspector/search.ts'
import { toSummary } from './inspector/summary.ts'

/** Who looks: the request to the inspector itself, with the caller that its access rule found. */
export type Viewer<User> = AccessContext & { readonly user: User }

export interface InspectorOptions<User = unknown> {
  readonly ring: TraceRing
  readonly access: 'public' | AccessRule<User, never>
  /** The routes whose requests are shown, so that a request can be opened to what its route declares. */
  readonly routes?: readonly Route[]
  /** Which requests this viewer may see; all of them unless said. */
  readonly filter?: (record: TraceRecord, viewer: Viewer<User>) => boolean
  /** A link back to where the viewer came from. */
  readonly home?: { readonly href: string; readonly label: string }
}

/** What an app hands to an inspector of its own: the requests, and the routes that they were for. */
export type InspectorSources = Pick<InspectorOptions, 'ring' | 'routes'>

/** An inspector on an app's own port, as `app({ inspector })` takes it. */
export type MountInspector = (sources: InspectorSources) => Route[]

/**
 * An inspector for an app's own port: for those whom `access` lets in, with the requests that `filter` lets
 * them see.
 *
 * @example
 * app({ name: 'shop', inspector: inspector({ access: signedIn, filter: (record, { user }) => record.userId === user.id }) })
 */
export function inspector<User>(options: Omit<InspectorOptions<User>, 'ring' | 'routes'>): MountInspector {
  return (sources) => inspectorRoutes({ ...options, ...sources })
}

/** Requests to an inspector. They are not shown: watching would otherwise be all there is to see. */
const own = new WeakSet<TraceRecord>()

/**
 * The inspector: what happened inside the last requests, and inside those that come. A page at
 * `/inspector` and the data that it shows, below.
 *
 * @example
 * inspectorRoutes({ ring, access: signedIn, filter: ({ userId }, { user }) => userId === user.id })
 */
export function inspectorRoutes<User>(options: InspectorOptions<User>): Route[] {
  const { ring, access, routes = [], home } = options
  // Every handler begins with this: it hides the viewer's own request and gives what the viewer may see.
  const seenBy = (viewer: AccessContext & { readonly user: unknown }) => {
    own.add(viewer.trace)
    // What a program without types could give: a promise, on the way to no, must not be taken for yes.
    const filter: (record: TraceRecord, viewer: Viewer<User>) => unknown = options.filter ?? (() => true)
    return (record: TraceRecord) => !own.has(record) && filter(record, viewer as Viewer<User>) === true
  }
  const link =
    home === undefined ? '' : `<a class="home" href="${escapeHtml(home.href)}">${escapeHtml(home.label)}</a>`
  const page = assetRoute('/inspector', new URL('./inspector/page.html', import.meta.url), {
    access,
    fill: { home: link },
  })
  const assets = ASSETS.map((name) => assetRoute(`/inspector/${name}`, assetUrl(name), { access }))
  return [
    ...[page, ...assets].map(unseen),
    route('GET /inspector/requests', { access, hidden: true, query: SearchQuery }, (context) => {
      const visible = seenBy(context)
      const found = ring.list().filter((record) => visible(record) && matches(record, context.query))
      const requests = found.slice(0, context.query.limit).map((record) => toSummary(record, routes))
      return reply(200, { requests }, NOT_STORED)
    }),
    route(
      'GET /inspector/requests/:id',
      { access, hidden: true, params: t.Object({ id: t.String() }) },
      (context) => {
        const visible = seenBy(context)
        const record = ring.find(context.params.id)
        if (record === undefined || !visible(record))
          throw problems.notFound('This request is not kept any more, or never was.')
        return reply(200, toDetail(record, routes), NOT_STORED)
      },
    ),
    route(
      'GET /inspector/live',
      {
        access,
        hidden: true,
        timeout: Number.POSITIVE_INFINITY,
        responses: { 200: media('text/event-stream') },
      },
      (context) => {
        const stream = liveRequests(ring, seenBy(context), context.header('last-event-id'), routes)
        return reply(200, stream, { ...NOT_STORED, 'x-accel-buffering': 'no' })
      },
    ),
  ]
}

const NOT_STORED = { 'cache-control': 'no-store' }
const ASSETS = [
  'page.css',
  'page.js',
  'list.js',
  'detail-view.js',
  'waterfall.js',
  'format.js',
  'tokens.css',
  'dom.js',
]
const SHARED = new Set(['tokens.css', 'dom.js'])

function assetUrl(name: string): URL {
  return new URL(SHARED.has(name) ? `./docs/${name}` : `./inspector/${name}`, import.meta.url)
}

/** The same route, whose requests the inspector does not show. */
function unseen(asset: Route): Route {
  const handler = asset.handler as (context: AccessContext) => unknown
  return {
    ...asset,
    handler: (context: AccessContext) => {
      own.add(context.trace)
      return handler(context)
    },
  }
}
