import { Controller, Get, Module } from '@nestjs/common'
import type { StartContestant } from '../../runner/question.ts'
import { decorate, startNest } from '../../work/nest.ts'
import { greeting } from './greeting.ts'

class Greeter {
  greet() {
    return greeting()
  }
}
decorate(Greeter, { greet: [Get('greeting')] })
Controller()(Greeter)

class App {}
Module({ controllers: [Greeter] })(App)

const startNestJs: StartContestant = async () => ({ port: (await startNest(App)).port })

export default startNestJs
