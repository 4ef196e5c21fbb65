import type { AddressInfo } from 'node:net'
import express from 'express'
import type { StartContestant } from '../../runner/question.ts'
import { publicFolder } from '../../work/public-folder.ts'

const startExpress: StartContestant = async () => {
  const app = express()
  app.disable('x-powered-by')
  app.use('/assets', express.static(publicFolder()))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startExpress
