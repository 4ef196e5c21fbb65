import { Controller, Get, Module } from '@nestjs/common'
import type { StartContestant } from '../../runner/question.ts'
import { decorate, startNest } from '../../work/nest.ts'
import { PRODUCTS } from '../../work/products.ts'

class Products {
  list() {
    return PRODUCTS
  }
}
decorate(Products, { list: [Get('products')] })
Controller()(Products)

class App {}
Module({ controllers: [Products] })(App)

const startNestJs: StartContestant = async () => ({ port: (await startNest(App)).port })

export default startNestJs
