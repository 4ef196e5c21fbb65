import { Elysia, t } from 'elysia'
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

const startElysia: StartContestant = async () => {
  const app = new Elysia()
    .get('/products', () => PRODUCTS as never, { response: t.Array(Product) })
    .listen({ port: 0, hostname: '127.0.0.1' })
  return { port: app.server?.port ?? 0 }
}

export default startElysia
