import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { StartContestant } from '../../runner/question.ts'
import { publicFolder } from '../../work/public-folder.ts'

const startHono: StartContestant = async () => {
  const app = new Hono()
  const rewriteRequestPath = (path: string) => path.replace(/^\/assets/, '')
  app.use('/assets/*', serveStatic({ root: publicFolder(), rewriteRequestPath }))
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startHono
