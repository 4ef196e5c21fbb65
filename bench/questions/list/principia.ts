import { app, route, start, t } from 'principia'
import type { StartContestant } from '../../runner/question.ts'
import { PRODUCTS } from '../../work/products.ts'

const Product = t.Object({
  id: t.Integer(),
  name: t.String(),
  description: t.String(),
  price: t.Number(),
  inStock: t.Boolean(),
  tags: t.Array(t.String()),
  dimensions: t.Object({ width: t.Number(), height: t.Number() }),
  createdAt: t.String(),
})

const startPrincipia: StartContestant = async () => {
  const list = route(
    'GET /products',
    { access: 'public', responses: { 200: t.Array(Product) } },
    () => PRODUCTS,
  )
  const { url } = await start(app({ name: 'shop', routes: [list] }), {
    env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
  })
  return { port: Number(new URL(url).port) }
}

export default startPrincipia
