import { Elysia, t } from 'elysia'
import { longestId, paths, ready } from './contestants.ts'

const app = new Elysia()
for (const [index, path] of paths().entries()) {
  app.get(path, ({ params }) => ({ id: (params as { id: string }).id }), {
    response: t.Object({ id: t.String({ maxLength: longestId(index) }) }),
  })
}
app.listen({ port: 0, hostname: '127.0.0.1' })
ready(app.server?.port ?? 0)
