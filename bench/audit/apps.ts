import { fileURLToPath } from 'node:url'
import type { AuditConfig } from '@principia/audit'

const folder = fileURLToPath(new URL('.', import.meta.url))
const repository = fileURLToPath(new URL('../../', import.meta.url))

/** One framework's version of the API. */
export interface App {
  readonly name: string
  readonly title: string
  /** What the document gives the version of: the framework first. */
  readonly packages: readonly string[]
  /** A shell command that compiles it. */
  readonly build?: string
  /** A shell command that runs it until a signal comes. */
  readonly start: string
  /** Where its documentation leads to have health, and what an auditor would not find by itself. */
  readonly health: (managementPort: number) => NonNullable<AuditConfig['health']>
  /** The variable for a port of its own that health is at. */
  readonly managementPort?: string
  /** Where its description is, if it has one. */
  readonly openapi?: string
}

const node = (file: string) => `exec node --conditions=principia-source ${JSON.stringify(file)}`

export const apps: readonly App[] = [
  {
    name: 'fastify',
    title: 'Fastify',
    packages: ['fastify'],
    start: node(`${folder}fastify.ts`),
    health: () => ({ live: '/status' }),
    openapi: '/documentation/json',
  },
  {
    name: 'express',
    title: 'Express',
    packages: ['express'],
    start: node(`${folder}express.ts`),
    health: () => ({ live: '/health' }),
  },
  {
    name: 'hono',
    title: 'Hono',
    packages: ['hono', '@hono/node-server'],
    start: node(`${folder}hono.ts`),
    health: () => ({ live: '/health' }),
    openapi: '/doc',
  },
  {
    name: 'nest',
    title: 'NestJS',
    packages: ['@nestjs/core', 'express'],
    build: `tsc -p ${JSON.stringify(`${folder}nest`)}`,
    start: node(`${folder}dist/nest/main.js`),
    health: () => ({ live: '/health' }),
    openapi: '/api-json',
  },
  {
    name: 'principia',
    title: 'Principia',
    packages: ['principia'],
    start: `${node(`${repository}packages/principia/src/cli/main.ts`)} start ${JSON.stringify(`${folder}principia.ts`)}`,
    health: (port) => ({
      live: `http://127.0.0.1:${port}/live`,
      ready: `http://127.0.0.1:${port}/ready`,
      metrics: `http://127.0.0.1:${port}/metrics`,
    }),
    managementPort: 'MANAGEMENT_PORT',
    openapi: '/openapi.json',
  },
]
