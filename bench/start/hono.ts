import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { paths, ready } from './contestants.ts'

const app = new Hono()
for (const path of paths()) app.get(path, (c) => c.json({ id: c.req.param('id') }))
const server = createAdaptorServer({ fetch: app.fetch })
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
ready((server.address() as AddressInfo).port)
