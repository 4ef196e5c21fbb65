import { app, route, start, t } from 'principia'
import type { StartContestant } from '../../runner/question.ts'
import { OrderModel } from '../../work/order-model.ts'

const startPrincipia: StartContestant = async () => {
  const checked = route(
    'POST /check',
    { access: 'public', body: OrderModel, responses: { 200: t.Object({ items: t.Integer() }) } },
    ({ body }) => ({ items: body.items.length }),
  )
  const { url } = await start(app({ name: 'checker', routes: [checked] }), {
    env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
  })
  return { port: Number(new URL(url).port) }
}

export default startPrincipia
