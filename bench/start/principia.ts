import { app, route, start, t } from 'principia'
import { paths, ready } from './contestants.ts'

const Thing = t.Object({ id: t.String() })
const routes = paths().map((path) =>
  route(`GET ${path}`, { access: 'public', responses: { 200: Thing } }, ({ params }) => ({
    id: (params as { id: string }).id,
  })),
)
const { url } = await start(app({ name: 'things', routes }), {
  env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
})
ready(Number(new URL(url).port))
