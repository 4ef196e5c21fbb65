import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Static, TObject, TProperties, TSchema } from 'typebox'
import { Type, Value } from '../typebox.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import { Secret } from './secret.ts'

/**
 * The settings of an app: one schema per environment variable, by the variable's own name.
 *
 * Precedence: the environment, then the file `.env` in the app's folder, then the schema's `default`.
 */
export interface ConfigDefinition<Properties extends TProperties = TProperties> {
  readonly kind: 'config'
  readonly schema: TObject<Properties>
}

/** What a definition loads to. A schema wrapped in `secret` gives a `Secret`. */
export type Config<Definition> =
  Definition extends ConfigDefinition<infer Properties>
    ? { readonly [Name in keyof Properties]: Setting<Properties[Name]> }
    : never

type Setting<S extends TSchema> = S extends { '~secret': true }
  ? S extends { '~optional': true }
    ? Secret | undefined
    : Secret
  : S extends { '~optional': true }
    ? Static<S> | undefined
    : Static<S>

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Declares the settings of an app.
 *
 * @example
 * const config = defineConfig({
 *   GREETING: t.String({ default: 'Hello' }),
 *   MAIL_KEY: secret(t.String({ minLength: 20 })),
 * })
 */
export function defineConfig<Properties extends TProperties>(
  properties: Properties,
): ConfigDefinition<Properties> {
  return { kind: 'config', schema: Type.Object(properties) }
}

/** Marks a setting as secret: loaded as a `Secret`, and never quoted in a message. */
export function secret<S extends TSchema>(schema: S): S & { '~secret': true } {
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(schema),
      '~secret': { value: true },
    },
  ) as S & { '~secret': true }
}

/** The environment over the file `.env` of `directory`, and the names that only the file gave. */
export function readEnvironment(
  directory: string,
  environment: Environment = process.env,
): { env: Environment; fromFile: string[] } {
  const file = readEnvFile(join(directory, '.env'))
  const set = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== undefined))
  return {
    env: { ...file, ...set },
    fromFile: Object.keys(file).filter((name) => environment[name] === undefined),
  }
}

function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new StartFault(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      EXIT.config,
    )
  }
}

/**
 * Reads and checks settings. Gives what it could not accept as sentences, all of them, so that one
 * start shows every mistake.
 */
export function loadConfig<Properties extends TProperties>(
  definition: ConfigDefinition<Properties>,
  env: Environment,
): { config: Config<ConfigDefinition<Properties>>; mistakes: string[] } {
  const loaded: Record<string, unknown> = {}
  const mistakes: string[] = []
  for (const [name, schema] of Object.entries<TSchema>(definition.schema.properties)) {
    const text = env[name]
    const hidden = '~secret' in schema
    const value = text === undefined || text === '' ? defaultOf(schema) : fromText(schema, text)
    if (value === undefined && isOptional(schema)) continue
    const mistake = value === undefined ? 'is not set' : whyNot(schema, value)
    if (mistake === undefined) loaded[name] = hidden ? new Secret(String(value)) : value
    else mistakes.push(describe(name, schema, mistake, hidden ? undefined : text))
  }
  return { config: loaded as Config<ConfigDefinition<Properties>>, mistakes }
}

function isOptional(schema: TSchema): boolean {
  return '~optional' in schema
}

function defaultOf(schema: TSchema): unknown {
  return 'default' in schema ? schema.default : undefined
}

/** What a variable's text means: only a number or a boolean that is written as such is one. */
function fromText(schema: TSchema, text: string): unknown {
  const accepts = (value: unknown): boolean => Value.Check(schema, value)
  if (accepts(text)) return text
  const trimmed = text.trim()
  const meant = /^(true|false)$/i.test(trimmed)
    ? trimmed.toLowerCase() === 'true'
    : /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(trimmed)
      ? Number(trimmed)
      : text
  // Where the number does not fit, the message is about the number.
  const ofItsKind = 'type' in schema && (schema.type === typeof meant || schema.type === 'integer')
  return accepts(meant) || ofItsKind ? meant : text
}

function whyNot(schema: TSchema, value: unknown): string | undefined {
  const union =
    'anyOf' in schema && Array.isArray(schema.anyOf) ? (schema.anyOf as { const?: unknown }[]) : undefined
  if (Value.Check(schema, value)) return undefined
  if (union?.every((branch) => branch.const !== undefined)) {
    return `must be one of ${union.map((branch) => String(branch.const)).join(', ')}`
  }
  return Value.Errors(schema, value)[0]?.message ?? 'is not valid'
}

function describe(name: string, schema: TSchema, mistake: string, text: string | undefined): string {
  const got = text === undefined || text === '' ? '' : `, but is ${JSON.stringify(text)}`
  const purpose =
    'description' in schema && typeof schema.description === 'string' ? ` (${schema.description})` : ''
  return `${name} ${mistake}${got}${purpose}`
}
