// The app that is soaked, in a process of its own: `node --expose-gc soak/server.ts`. It reports on itself over the
// channel that it was spawned with, after a collection of garbage.
import { readdirSync } from 'node:fs'
import { app, media, route, start, t } from 'principia'
import type { Sample } from './sample.ts'

const Order = t.Object({
  email: t.String({ format: 'email' }),
  lines: t.Array(
    t.Object({ sku: t.String({ maxLength: 40 }), quantity: t.Integer({ minimum: 1, maximum: 99 }) }),
    {
      minItems: 1,
      maxItems: 100,
    },
  ),
})

const routes = [
  route('GET /hello/:name', { access: 'public' }, ({ params }) => ({ hello: params.name })),
  route('GET /items', { access: 'public' }, () =>
    Array.from({ length: 200 }, (_, id) => ({ id, name: `item ${id}`, tags: ['a', 'b'] })),
  ),
  route('POST /orders', { access: 'public', body: Order, bodyLimit: 100_000 }, ({ body }) => ({
    quantity: body.lines.reduce((sum, { quantity }) => sum + quantity, 0),
  })),
  route(
    'GET /stream/:count(\\d{1,3})',
    { access: 'public', responses: { 200: media('text/plain') } },
    async function* ({ params }) {
      for (let piece = 0; piece < Number(params.count); piece++) yield `piece ${piece}\n`
    },
  ),
  route(
    'GET /large',
    { access: 'public', timeout: 1000, responses: { 200: media('application/octet-stream') } },
    () => Buffer.alloc(2_000_000),
  ),
  // Counts what must never be asked for: it stands in what hostile peers send, where no request should begin.
  route('GET /smuggled', { access: 'public' }, () => ({ smuggled: ++smuggled })),
]

let smuggled = 0

const running = await start(app({ name: 'soak', docs: false, routes }), {
  env: { HOST: '127.0.0.1', PORT: '0', MANAGEMENT_PORT: '0', LOG_FORMAT: 'json' },
  // Short, so that slow peers come and go many times. Honest clients meet none of them: they send a request at once.
  limits: { headersTimeout: 2000, requestTimeout: 4000 },
})

process.on('message', () => {
  global.gc?.()
  global.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const sample: Sample = {
    heap: heapUsed,
    external,
    rss,
    handles: process.getActiveResourcesInfo().length,
    descriptors: readdirSync('/proc/self/fd').length,
    inFlight: running.booted.dispatcher.inFlight(),
    smuggled,
  }
  process.send?.(sample)
})
process.on('disconnect', () => process.exit(0))
process.send?.({ port: Number(new URL(running.url).port) })
