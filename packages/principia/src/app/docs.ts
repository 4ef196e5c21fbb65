import type { Route } from '../routing/index.ts'
import type { App } from './app.ts'

/** The routes that describe the API: the OpenAPI document and the page that shows it. */
export function docsRoutes(_app: App): Route[] {
  return []
}
