import { Controller, Get, Module, Param } from '@nestjs/common'
import { decorate, parameterTypes, startNest } from '../work/nest.ts'
import { paths, ready } from './contestants.ts'

class Things {
  read(id: string) {
    return { id }
  }
}
Param('id')(Things.prototype, 'read', 0)
parameterTypes(Things, 'read', [String])
decorate(Things, { read: [Get(paths())] })
Controller()(Things)

class App {}
Module({ controllers: [Things] })(App)

ready((await startNest(App)).port)
