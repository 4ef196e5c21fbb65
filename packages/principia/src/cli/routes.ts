import type { App } from '../app/index.ts'
import type { Route } from '../routing/index.ts'
import { limitText } from '../security/index.ts'
import { APP_FILE, type Command } from './command.ts'
import { loadApp } from './load.ts'
import { table } from './table.ts'

/** `principia routes`: what the app answers to, and under which rules. */
export const routes: Command = {
  name: 'routes',
  summary: 'List the routes: access, limits, what is validated, where they are defined.',
  usage: '[file] [--only <text>] [--explain] [--json]',
  details: `The app is ${APP_FILE}\nIt is loaded, but nothing of it is started.`,
  takes: { atLeast: 0, atMost: 1 },
  options: {
    only: { type: 'string', value: '<text>', description: 'Those with this text in their method and path.' },
    explain: { type: 'boolean', description: 'Print what each does with a request, step by step.' },
    json: { type: 'boolean', description: 'Print JSON, for programs.' },
  },
  examples: [
    ['principia routes', 'a table'],
    [
      "principia routes --explain --only 'POST /orders'",
      'the pipelines of some, in the order in which they run',
    ],
    ['principia routes --json | jq \'.[] | select(.access == "public")\'', 'what anyone may call'],
  ],
  exits: [[78, 'The file does not export an app.']],
  async run({ args, flag, value }) {
    const { app } = await loadApp(args[0])
    const chosen = chooseRoutes(app, value('only') ?? '')
    if (flag('explain')) {
      const { explainRoutes, toBlocks } = await import('./explain.ts')
      const explained = explainRoutes(app, chosen)
      process.stdout.write(flag('json') ? toJson(explained) : toBlocks(explained))
    } else {
      const listed = chosen.map(listRoute)
      process.stdout.write(flag('json') ? toJson(listed) : asTable(listed))
    }
    return 0
  },
}

/** A route as `principia routes --json` prints it. Milliseconds and bytes; only what it declares itself. */
interface ListedRoute {
  readonly method: string
  readonly path: string
  readonly access: string
  readonly limit: string | undefined
  readonly timeout: number | 'none' | undefined
  readonly bodyLimit: number | undefined
  /** The parts of a request that have a schema. */
  readonly validates: readonly string[]
  readonly tags: readonly string[]
  readonly deprecated: boolean
  readonly hidden: boolean
  readonly definedAt: string
}

const PARTS = ['params', 'query', 'headers', 'cookies', 'body'] as const

/** In the order of their paths, so that what belongs together stands together. */
function chooseRoutes(app: App, text: string): Route[] {
  return app.routes
    .filter(({ method, path }) => `${method} ${path}`.includes(text))
    .toSorted((one, other) => compare(one.path, other.path))
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

function listRoute({ method, path, spec, definedAt }: Route): ListedRoute {
  // A route without an access rule is one of the mistakes that `routes` is there to find.
  const { access } = spec
  return {
    method,
    path,
    access: access === undefined ? 'NONE' : access === 'public' ? 'public' : access.access,
    limit: limitText(spec.limit),
    timeout: spec.timeout === Number.POSITIVE_INFINITY ? 'none' : spec.timeout,
    bodyLimit: spec.bodyLimit,
    validates: PARTS.filter((part) => spec[part] !== undefined),
    tags: spec.tags ?? [],
    deprecated: spec.deprecated !== undefined && spec.deprecated !== false,
    hidden: spec.hidden ?? false,
    definedAt,
  }
}

function asTable(listed: readonly ListedRoute[]): string {
  if (listed.length === 0) return 'The app has no routes.\n'
  const rows = listed.map((route) => [
    route.method,
    route.path,
    route.access,
    limits(route),
    route.validates.join(' '),
    [...route.tags, ...(route.deprecated ? ['deprecated'] : []), ...(route.hidden ? ['hidden'] : [])].join(
      ' ',
    ),
    route.definedAt,
  ])
  return table(['METHOD', 'PATH', 'ACCESS', 'LIMITS', 'VALIDATES', 'TAGS', 'DEFINED AT'], rows)
}

function limits({ limit, timeout, bodyLimit }: ListedRoute): string {
  return [
    ...(limit === undefined ? [] : [limit]),
    ...(timeout === undefined ? [] : [timeout === 'none' ? 'no deadline' : `${timeout} ms`]),
    ...(bodyLimit === undefined ? [] : [`${bodyLimit} bytes`]),
  ].join(', ')
}
