import { createRouteTable, type Route } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import type { Cors } from './cors.ts'

/** By whose rules a request would be answered that a pre-flight asks leave for; `undefined` for the app's. */
export type CorsOf = (method: string) => { readonly cors: Cors | undefined } | undefined

type Asked = Parameters<ReturnType<typeof createRouteTable>['find']>[2]

/**
 * Finds the rules of the route that would take a request. A pre-flight does not say for which version it asks, where
 * a header says so: versions of a route whose rules differ are under none, and no page may use them.
 * Gives `undefined` for all where no route has rules of its own.
 */
export function compilePreflights(
  routes: readonly { readonly route: Route; readonly answering: AnswerSettings }[],
): (path: string, asked: Asked) => CorsOf {
  if (routes.every(({ route }) => route.spec.cors === undefined)) return () => () => undefined
  const table = createRouteTable<{ cors: Cors | undefined }>()
  for (const { route, answering } of routes) {
    // What is mounted is looked up where no route answers.
    if (route.method === 'ALL') continue
    const other = table.add(route, { cors: answering.cors })
    if (other !== undefined && other.cors !== answering.cors) other.cors = undefined
  }
  return (path, asked) => (method) => {
    const found = table.find(method === 'HEAD' ? 'GET' : method, path, asked)
    return found.kind === 'match' ? found.target : undefined
  }
}
