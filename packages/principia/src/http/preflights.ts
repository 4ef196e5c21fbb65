import { createRouteTable, type Route } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import type { Cors } from './cors.ts'
import { acceptedTypes } from './receive.ts'

/** What is to be known of a route when its path is asked for its options. */
interface AskedRoute {
  readonly cors: Cors | undefined
  /** The media types of patches that it takes, where it is one of PATCH. */
  readonly patches?: readonly string[]
}

/** By whose rules a request of this method would be answered; `undefined` for the app's. */
export type CorsOf = (method: string) => AskedRoute | undefined

type Asked = Parameters<ReturnType<typeof createRouteTable>['find']>[2]

/**
 * Finds the route that would take a request. A pre-flight does not say for which version it asks, where
 * a header says so: versions of a route whose rules differ are under none, and no page may use them; the patches of all
 * are named. Gives `undefined` for all where no route has rules of its own, or takes patches.
 */
export function compilePreflights(
  routes: readonly { readonly route: Route; readonly answering: AnswerSettings }[],
): (path: string, asked: Asked) => CorsOf {
  if (routes.every(({ route }) => route.spec.cors === undefined && route.method !== 'PATCH')) {
    return () => () => undefined
  }
  const table = createRouteTable<{ cors: Cors | undefined; patches: readonly string[] }>()
  for (const { route, answering } of routes) {
    // What is mounted is looked up where no route answers.
    if (route.method === 'ALL') continue
    const patches = route.method === 'PATCH' ? acceptedTypes(route.spec).filter(isMediaType) : []
    const other = table.add(route, { cors: answering.cors, patches })
    if (other === undefined) continue
    if (other.cors !== answering.cors) other.cors = undefined
    other.patches = [...new Set([...other.patches, ...patches])]
  }
  return (path, asked) => (method) => {
    const found = table.find(method === 'HEAD' ? 'GET' : method, path, asked)
    return found.kind === 'match' ? found.target : undefined
  }
}

/** RFC 5789 section 3.1: the field names media types; it has no ranges of them. */
function isMediaType(type: string): boolean {
  return !type.includes('*')
}
