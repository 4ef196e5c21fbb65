import { app, route, start, t } from 'principia'
import type { StartContestant } from '../../runner/question.ts'
import { greeting } from './greeting.ts'

const Greeting = t.Object({ hello: t.String(), from: t.String(), items: t.Array(t.Integer()) })

const startPrincipia: StartContestant = async () => {
  const greet = route('GET /greeting', { access: 'public', responses: { 200: Greeting } }, () => greeting())
  const { url } = await start(app({ name: 'greeter', routes: [greet] }), {
    env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
  })
  return { port: Number(new URL(url).port) }
}

export default startPrincipia
