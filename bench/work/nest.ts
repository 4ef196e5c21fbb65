import 'reflect-metadata'
import type { AddressInfo } from 'node:net'
import type { Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'

/** What a decorator of NestJS or class-validator is when it is called by hand. */
type MemberDecorator = MethodDecorator & PropertyDecorator

/**
 * Puts decorators on a class's members as `@decorator` would: Node runs TypeScript by taking the types out, which
 * leaves no decorators that it could run.
 */
export function decorate(
  type: { readonly prototype: object },
  members: Readonly<Record<string, readonly (PropertyDecorator | MethodDecorator)[]>>,
): void {
  for (const [name, decorators] of Object.entries(members)) {
    const descriptor = Object.getOwnPropertyDescriptor(type.prototype, name)
    for (const one of decorators) (one as MemberDecorator)(type.prototype, name, descriptor as never)
  }
}

/** The type of a method's parameter, which the compiler would have written down. */
export function parameterTypes(
  type: { readonly prototype: object },
  member: string,
  types: readonly unknown[],
): void {
  Reflect.defineMetadata('design:paramtypes', types, type.prototype, member)
}

/** Starts a module of NestJS on Fastify, on a free port. */
export async function startNest(
  module: Type,
  prepare: (app: NestFastifyApplication) => Promise<void> | void = () => undefined,
  adapter: FastifyAdapter = new FastifyAdapter(),
): Promise<{ app: NestFastifyApplication; port: number }> {
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false })
  await prepare(app)
  await app.listen(0, '127.0.0.1')
  return { app, port: (app.getHttpServer().address() as AddressInfo).port }
}
