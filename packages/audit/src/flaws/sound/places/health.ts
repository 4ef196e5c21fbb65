import type { Endpoint, Place } from '../endpoint.ts'
import { json } from '../reply.ts'
import { represent } from '../represent.ts'

const OK = json({ status: 'ok' })

function health(id: string, summary: string): Endpoint {
  return {
    id,
    summary,
    gives: { status: 200, description: 'It does.', types: ['application/json'], schema: 'Status' },
    run: (asked) => represent(asked, { type: 'application/json', body: OK, cache: 'no-store', tag: false }),
  }
}

const metrics: Endpoint = {
  id: 'readMetrics',
  summary: 'Counts and durations, for Prometheus',
  gives: { status: 200, description: 'The metrics.', types: ['text/plain; version=0.0.4; charset=utf-8'] },
  run: (asked, state) =>
    represent(asked, {
      type: asked.type,
      body: Buffer.from(state.metrics.text()),
      cache: 'no-store',
      tag: false,
    }),
}

export const healthPlaces: readonly Place[] = [
  { pattern: '/live', methods: { GET: health('readLive', 'Whether it runs') } },
  { pattern: '/ready', methods: { GET: health('readReady', 'Whether it takes requests') } },
  { pattern: '/metrics', methods: { GET: metrics } },
]
