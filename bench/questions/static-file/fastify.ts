import type { AddressInfo } from 'node:net'
import files from '@fastify/static'
import fastify from 'fastify'
import type { StartContestant } from '../../runner/question.ts'
import { publicFolder } from '../../work/public-folder.ts'

const startFastify: StartContestant = async () => {
  const app = fastify()
  await app.register(files, { root: publicFolder(), prefix: '/assets/' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port }
}

export default startFastify
