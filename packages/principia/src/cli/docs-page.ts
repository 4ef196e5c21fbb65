import { docsRoutes } from '../app/docs.ts'
import type { App } from '../app/index.ts'

/** The path of the page that shows the API's description; `undefined` when the app serves none. */
export function docsPage(app: App): string | undefined {
  const { docs } = app.spec
  const page = docs === false ? undefined : (docs?.page ?? '/docs')
  return docsRoutes(app).some(({ path }) => path === page) ? page : undefined
}
