import { Elysia } from 'elysia'
import type { StartContestant } from '../../runner/question.ts'
import { greeting } from './greeting.ts'

const startElysia: StartContestant = async () => {
  const app = new Elysia().get('/greeting', () => greeting()).listen({ port: 0, hostname: '127.0.0.1' })
  return { port: app.server?.port ?? 0 }
}

export default startElysia
