import type { ConfigDefinition } from '../config/index.ts'
import type { Route } from '../routing/index.ts'
import { schemaMistakes } from '../validation/index.ts'
import type { AppSpec } from './app.ts'

/**
 * What in an app is not of the kind that belongs there, as sentences: what the compiler says to a program with types, for
 * one without. Everything else that is checked may count on the kinds.
 */
export function shapeMistakes(spec: AppSpec): string[] {
  const {
    name,
    routes,
    modules,
    middleware,
    services,
    config,
  }: { readonly [Name in keyof AppSpec]: unknown } = spec
  return [
    ...(typeof name === 'string' && name !== ''
      ? []
      : ["app(): it has no `name`; add one, such as name: 'shop', for its logs and its description."]),
    ...listMistakes('routes', routes, (entry) =>
      kindOf(entry) === 'route'
        ? undefined
        : kindOf(entry) === 'module'
          ? 'is a module; list it in `modules`'
          : `is ${nounOf(entry)}; give what route(), mountFetch() and the like return`,
    ),
    ...listMistakes('modules', modules, (entry) =>
      kindOf(entry) === 'module'
        ? undefined
        : kindOf(entry) === 'route'
          ? `is the route ${targetOf(entry as Route)}; list it in \`routes\``
          : `is ${nounOf(entry)}; give what module() or resource() returns`,
    ),
    ...(middleware === undefined || Array.isArray(middleware)
      ? []
      : [`app(): \`middleware\` is ${nounOf(middleware)}; write a list of what defineMiddleware() returns.`]),
    ...serviceMistakes(services),
    ...configMistakes(config),
  ]
}

function listMistakes(option: string, list: unknown, why: (entry: unknown) => string | undefined): string[] {
  if (list === undefined) return []
  if (!Array.isArray(list)) return [`app(): \`${option}\` is ${nounOf(list)}; write a list, [ … ].`]
  return list.flatMap((entry: unknown, index) => {
    const reason = why(entry)
    return reason === undefined ? [] : [`app(): \`${option}[${index}]\` ${reason}.`]
  })
}

function serviceMistakes(services: unknown): string[] {
  if (services === undefined) return []
  if (!isObject(services)) return [`app(): \`services\` is ${nounOf(services)}; write { name: service }.`]
  return Object.entries(services).flatMap(([name, service]) =>
    isService(service)
      ? []
      : [
          `app(): the service "${name}" is ${nounOf(service)} without \`start\`; give what defineDatabase() returns, or an object with \`service\` and \`start\`.`,
        ],
  )
}

function configMistakes(config: unknown): string[] {
  if (config === undefined) return []
  if (kindOf(config) !== 'config') {
    return [`app(): \`config\` is ${nounOf(config)}; give what defineConfig() returns.`]
  }
  return schemaMistakes((config as ConfigDefinition).schema).map(
    ({ pointer, what }) => `app(): \`config\` at ${pointer} ${what}`,
  )
}

function isService(value: unknown): boolean {
  return isObject(value) && typeof value.start === 'function'
}

/** The declaration without what is not of the kind that belongs there, so that all else can be looked at as well. */
export function withoutMisshapen(spec: AppSpec): AppSpec {
  const { services = {}, config, ...rest } = spec
  const name: unknown = spec.name
  const sound = Object.entries(services).filter(([, service]) => isService(service))
  return {
    ...rest,
    name: typeof name === 'string' && name !== '' ? name : 'The app',
    services: Object.fromEntries(sound),
    ...(kindOf(config) === 'config' && { config }),
  }
}

/** Whether it is what `route`, `module`, `defineConfig` and the like give; a program without types may list anything. */
export function kindOf(value: unknown): unknown {
  return isObject(value) ? value.kind : undefined
}

/** What a value is, in a sentence. */
export function nounOf(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function targetOf({ method, path }: Route): string {
  return `${method} ${path}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
