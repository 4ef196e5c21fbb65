import {
  Body,
  Controller,
  HttpCode,
  HttpException,
  Module,
  Post,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { StartContestant } from '../../runner/question.ts'
import { fastifyOptions, registerParts } from '../../work/fastify-parts.ts'
import { decorate, parameterTypes, startNest } from '../../work/nest.ts'
import { OrderClass } from '../../work/order-classes.ts'
import { quote, TOKEN, type Order } from '../../work/order.ts'
import { TraceRing } from '../../work/trace-ring.ts'

const EXPECTED = hash('sha256', TOKEN, 'buffer')

class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>()
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ')
    if (scheme === 'Bearer' && timingSafeEqual(hash('sha256', token, 'buffer'), EXPECTED)) return true
    throw new UnauthorizedException()
  }
}

class Quotes {
  quote(order: Order) {
    return quote(order)
  }
}
Body()(Quotes.prototype, 'quote', 0)
parameterTypes(Quotes, 'quote', [OrderClass])
decorate(Quotes, { quote: [UseGuards(TokenGuard), HttpCode(200), Post('quotes')] })
Controller()(Quotes)

class App {}
Module({ controllers: [Quotes] })(App)

// The parts around a request are Fastify's plugins, which is what NestJS's documentation says to register where it runs
// on Fastify; the guard and the pipe are its own.
const startNestJs: StartContestant = async ({ rateLimit: max }) => {
  const ring = new TraceRing()
  const { app, port } = await startNest(
    App,
    async (nest) => {
      await registerParts(nest.getHttpAdapter().getInstance(), ring, {
        max,
        // NestJS turns every error that is not one of its own into a 500.
        refusal: () => new HttpException('Too many requests', 429),
      })
      nest.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }))
    },
    // Where bench's own packages are not installed, the adapter has no type, and takes anything.
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion
    new FastifyAdapter(fastifyOptions as never),
  )
  const { metrics } = app.getHttpAdapter().getInstance()
  return { port, metrics: () => metrics.client.register.metrics(), traces: () => ring.ids() }
}

export default startNestJs
