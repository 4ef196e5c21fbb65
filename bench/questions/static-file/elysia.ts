import { staticPlugin } from '@elysiajs/static'
import { Elysia } from 'elysia'
import type { StartContestant } from '../../runner/question.ts'
import { publicFolder } from '../../work/public-folder.ts'

const startElysia: StartContestant = async () => {
  const app = new Elysia()
    .use(await staticPlugin({ assets: publicFolder(), prefix: '/assets' }))
    .listen({ port: 0, hostname: '127.0.0.1' })
  return { port: app.server?.port ?? 0 }
}

export default startElysia
