import { app, route, start, t } from 'principia'
import { longestId, paths, ready } from './contestants.ts'

const routes = paths().map((path, index) => {
  const Thing = t.Object({ id: t.String({ maxLength: longestId(index) }) })
  return route(`GET ${path}`, { access: 'public', responses: { 200: Thing } }, ({ params }) => ({
    id: (params as { id: string }).id,
  }))
})
const { url } = await start(app({ name: 'things', routes }), {
  env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
})
ready(Number(new URL(url).port))
