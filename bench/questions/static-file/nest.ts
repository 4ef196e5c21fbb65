import { Module } from '@nestjs/common'
import type { StartContestant } from '../../runner/question.ts'
import { startNest } from '../../work/nest.ts'
import { publicFolder } from '../../work/public-folder.ts'

class App {}
Module({})(App)

const startNestJs: StartContestant = async () => {
  const { port } = await startNest(App, (app) => {
    app.useStaticAssets({ root: publicFolder(), prefix: '/assets/' })
  })
  return { port }
}

export default startNestJs
