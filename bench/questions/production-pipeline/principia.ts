import { app, bearerRequired, bearerToken, defineAccess, route, sameSecret, start, t } from 'principia'
import type { StartContestant } from '../../runner/question.ts'
import { OrderModel } from '../../work/order-model.ts'
import { ORIGINS, TOKEN, quote } from '../../work/order.ts'

// Everything but what is named here is on by default: request id, log line, histogram, trace record,
// security headers, limits of size and time. An entity tag is by default for answers to GET only.
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

const startPrincipia: StartContestant = async ({ rateLimit }) => {
  const quotes = route(
    'POST /quotes',
    { access: client, body: OrderModel, responses: { 200: Quote }, limit: `${rateLimit}/min`, etag: true },
    ({ body }) => quote(body),
  )
  const shop = app({ name: 'shop', cors: { origins: ORIGINS }, routes: [quotes] })
  const { url, booted } = await start(shop, {
    env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_FORMAT: 'json' },
  })
  return {
    port: Number(new URL(url).port),
    metrics: () => booted.metrics.text(),
    traces: () => booted.ring.list().map(({ requestId }) => requestId),
  }
}

export default startPrincipia
