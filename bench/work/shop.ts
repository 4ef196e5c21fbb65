import { app, bearerRequired, bearerToken, defineAccess, route, sameSecret, start, t } from 'principia'
import type { Contestant } from '../runner/question.ts'
import { OrderModel } from './order-model.ts'
import { ORIGINS, TOKEN, quote, type Order } from './order.ts'

const Quote = t.Object({
  reference: t.String(),
  currency: t.String(),
  lines: t.Array(
    t.Object({ sku: t.String(), quantity: t.Integer(), unitPrice: t.Integer(), total: t.Integer() }),
  ),
  subtotal: t.Integer(),
  shipping: t.Integer(),
  tax: t.Integer(),
  total: t.Integer(),
  deliverTo: t.Object({ city: t.String(), country: t.String() }),
})

const client = defineAccess('client', {
  scheme: 'bearer',
  check({ header }) {
    const token = bearerToken(header('authorization'))
    if (token === undefined || !sameSecret(token, TOKEN)) throw bearerRequired()
    return { id: 'client' }
  },
})

/** A part of the pipeline that a route or an app may do without. */
export type Part = 'log' | 'access' | 'limit' | 'cors' | 'validation' | 'response' | 'etag'

/**
 * Starts the shop with everything that production needs on. What is not named here is on by default and stays on:
 * request id, histogram, trace record, security headers, limits of size and time.
 */
export async function startShop(rateLimit: number, without?: Part): Promise<Contestant> {
  const has = (part: Part) => part !== without
  const quotes = route(
    'POST /quotes',
    {
      access: has('access') ? client : 'public',
      body: has('validation') ? OrderModel : t.Unknown(),
      ...(has('response') && { responses: { 200: Quote } }),
      ...(has('limit') && { limit: `${rateLimit}/min` }),
      etag: has('etag'),
    },
    ({ body }) => quote(body as Order),
  )
  const shop = app({ name: 'shop', ...(has('cors') && { cors: { origins: ORIGINS } }), routes: [quotes] })
  const { url, booted } = await start(shop, {
    env: {
      ...process.env,
      PORT: '0',
      MANAGEMENT_PORT: '0',
      LOG_FORMAT: 'json',
      ...(has('log') ? {} : { LOG_LEVEL: 'silent' }),
    },
  })
  return {
    port: Number(new URL(url).port),
    metrics: () => booted.metrics.text(),
    traces: () => booted.ring.list().map(({ requestId }) => requestId),
  }
}
