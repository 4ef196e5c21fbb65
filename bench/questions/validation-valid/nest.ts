import { Body, Controller, HttpCode, Module, Post, ValidationPipe } from '@nestjs/common'
import type { StartContestant } from '../../runner/question.ts'
import { decorate, parameterTypes, startNest } from '../../work/nest.ts'
import { OrderClass } from '../../work/order-classes.ts'
import type { Order } from '../../work/order.ts'

class Checker {
  check(order: Order) {
    return { items: order.items.length }
  }
}
Body()(Checker.prototype, 'check', 0)
parameterTypes(Checker, 'check', [OrderClass])
decorate(Checker, { check: [HttpCode(200), Post('check')] })
Controller()(Checker)

class App {}
Module({ controllers: [Checker] })(App)

const startNestJs: StartContestant = async () => {
  const { port } = await startNest(App, (app) => {
    app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }))
  })
  return { port }
}

export default startNestJs
