import { app, start, staticFiles } from 'principia'
import type { StartContestant } from '../../runner/question.ts'
import { publicFolder } from '../../work/public-folder.ts'

const startPrincipia: StartContestant = async () => {
  const site = app({ name: 'site', modules: [staticFiles('/assets', publicFolder())] })
  const { url } = await start(site, {
    env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' },
  })
  return { port: Number(new URL(url).port) }
}

export default startPrincipia
