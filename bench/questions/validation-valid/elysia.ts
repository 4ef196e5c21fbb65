import { Elysia, t } from 'elysia'
import type { StartContestant } from '../../runner/question.ts'
import type { Order } from '../../work/order.ts'
import { OrderElysia } from '../../work/order-elysia.ts'

const startElysia: StartContestant = async () => {
  // By default members that are not known are taken out; here they are refused, as by the others.
  const app = new Elysia({ normalize: false })
    .post('/check', ({ body }) => ({ items: (body as Order).items.length }), {
      body: OrderElysia as never,
      response: t.Object({ items: t.Integer() }),
    })
    .listen({ port: 0, hostname: '127.0.0.1' })
  return { port: app.server?.port ?? 0 }
}

export default startElysia
