/** Routes of every contestant. */
export const ROUTES = 100

export interface StartContestant {
  readonly name: string
  readonly title: string
  readonly file: string
  readonly runtime?: 'bun'
  readonly conditions?: readonly string[]
}

export const CONTESTANTS: readonly StartContestant[] = [
  { name: 'principia', title: 'Principia', file: 'principia.ts' },
  {
    name: 'principia-source',
    title: 'Principia from its sources',
    file: 'principia.ts',
    conditions: ['principia-source'],
  },
  { name: 'fastify', title: 'Fastify', file: 'fastify.ts' },
  { name: 'hono', title: 'Hono', file: 'hono.ts' },
  { name: 'express', title: 'Express', file: 'express.ts' },
  { name: 'nest', title: 'NestJS on Fastify', file: 'nest.ts' },
  { name: 'elysia', title: 'Elysia on Bun', file: 'elysia.ts', runtime: 'bun' },
  { name: 'node-http', title: 'bare `node:http`, one route', file: 'node-http.ts' },
]

/** Tells the runner where the app listens, and ends with it. */
export function ready(port: number): void {
  process.on('disconnect', () => process.exit(0))
  process.on('SIGTERM', () => process.exit(0))
  process.send?.({ port })
}

export function paths(): string[] {
  return Array.from({ length: ROUTES }, (_, index) => `/things${index}/:id`)
}

/** The characters that an id of a route may have: another number for each, so that no two share a schema. */
export function longestId(index: number): number {
  return 100 + index
}
