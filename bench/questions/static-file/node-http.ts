import { readFile } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { StartContestant } from '../../runner/question.ts'
import { FILE, publicFolder } from '../../work/public-folder.ts'

const startNodeHttp: StartContestant = async () => {
  const path = join(publicFolder(), FILE)
  const server = createServer((_request, response) => {
    readFile(path, (_error, content) => {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'content-length': content.length })
      response.end(content)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port }
}

export default startNodeHttp
