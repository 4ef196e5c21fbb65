import { randomOf, type Random } from '../../run/random.ts'
import { valid } from '../../values/valid.ts'
import type { AuditConfig, ResourceConfig } from '../config.ts'
import type { Content, Description, Operation, Schema } from '../description.ts'
import { isObject } from '../openapi/document.ts'
import type { Resource, User } from '../target.ts'
import { fillRandom } from './placeholders.ts'

type Method = Resource['methods'][number]

/** More would be tested alike. */
const MOST = 6
const ALL: readonly Method[] = ['list', 'create', 'read', 'replace', 'patch', 'delete']

/** The collections of the configuration, and those that the description shows to be ones. */
export function findResources(
  { resources = [] }: AuditConfig,
  description: Description | undefined,
  users: readonly User[],
  seed: string,
): Resource[] {
  const randomFor = (path: string) => randomOf(`${seed} ${path}`)
  const given = resources.map((each) => fromConfig(each, description, users, randomFor(each.path)))
  const others = description === undefined ? [] : describedCollections(description)
  const found = others
    .filter(({ path }) => !given.some((each) => each.path === path))
    .flatMap((each) => fromDescription(each, description as Description, users, randomFor(each.path)) ?? [])
  return [...given, ...found].slice(0, Math.max(MOST, given.length))
}

function fromConfig(
  { path, as, example, text, methods, putAt = [] }: ResourceConfig,
  description: Description | undefined,
  users: readonly User[],
  random: Random,
): Resource {
  const operations = operationsOf(path, description)
  const described = ALL.filter((method) => operations[method] !== undefined)
  const [...addresses] = putAt
  let used = 0
  return {
    path,
    methods: methods ?? (described.length > 0 ? described : ALL),
    as: as === undefined ? undefined : users.find(({ name }) => name === as),
    example: () => fillRandom(example, random),
    text,
    ...(addresses.length === 0
      ? {}
      : {
          putAt: () => fillRandom(addresses[used++ % addresses.length] as string, random),
          sharesAddresses: addresses.some((address) => !address.includes('{{random}}')),
        }),
    operations,
  }
}

function describedCollections({ operations }: Description): Operation[] {
  return operations.filter(
    ({ method, path }) =>
      method === 'POST' &&
      !path.includes('{') &&
      !/log-?in|sign-?(?:in|up)|register|token|password/i.test(path) &&
      operations.some(
        (each) => isItemOf(each.path, path) && ['GET', 'PUT', 'PATCH', 'DELETE'].includes(each.method),
      ),
  )
}

function fromDescription(
  create: Operation,
  description: Description,
  users: readonly User[],
  random: Random,
): Resource | undefined {
  const content = jsonContent(create)
  const makes = Object.keys(create.answers).some((status) => /^(?:20[012]|2XX|default)$/.test(status))
  const [user] = users
  if (content?.schema === undefined || !makes || (create.secured && user === undefined)) return undefined
  if (create.parameters.some(({ required }) => required)) return undefined
  const text = textMember(content.schema, description)
  const example = exampleMaker(content.schema, content, text, description, random)
  if (example === undefined) return undefined
  const operations = operationsOf(create.path, description)
  return {
    path: create.path,
    methods: ALL.filter((method) => operations[method] !== undefined),
    as: create.secured ? user : undefined,
    example,
    text,
    operations,
  }
}

/** Makes bodies out of the document's own example, where it has one that fits, else out of the schema. */
function exampleMaker(
  schema: Schema,
  { example }: Content,
  text: string | undefined,
  description: Description,
  random: Random,
): (() => Record<string, unknown>) | undefined {
  const fits = (value: unknown) => description.examine(schema, value, 'request').length === 0
  const make = (): Record<string, unknown> | undefined => {
    const body = fits(example) ? example : valid(schema, description, random)
    if (!isObject(body)) return undefined
    if (text === undefined) return body
    const named = { ...body, [text]: `audit ${random.word(8)}` }
    return fits(named) ? named : body
  }
  const first = make()
  return first === undefined ? undefined : () => make() ?? first
}

const TELLING = ['title', 'name', 'text', 'description', 'note', 'content', 'body', 'comment', 'label']

/**
 * A member that is any text, so that it can be changed: one with a telling name, else one that may be left out. What is
 * required and called otherwise is more likely the name of something else.
 */
function textMember(schema: Schema, description: Description): string | undefined {
  const resolved = description.resolve(schema)
  if (!isObject(resolved) || !isObject(resolved.properties)) return undefined
  const required = (resolved.required ?? []) as readonly string[]
  const names = Object.entries(resolved.properties as Record<string, Schema>)
    .filter(([, each]) => isPlainText(description.resolve(each)))
    .map(([name]) => name)
  return TELLING.find((each) => names.includes(each)) ?? names.find((each) => !required.includes(each))
}

function isPlainText(schema: Schema): boolean {
  if (!isObject(schema) || ![schema.type].flat().includes('string') || schema.readOnly === true) return false
  const bound = ['format', 'enum', 'const', 'pattern'].some((keyword) => schema[keyword] !== undefined)
  return !bound && ((schema.maxLength ?? 100) as number) >= 20 && ((schema.minLength ?? 0) as number) <= 10
}

/** The operations of a collection and its items, by what they do. */
function operationsOf(
  path: string,
  description: Description | undefined,
): { readonly [method in Method]: Operation | undefined } {
  const operations = description?.operations ?? []
  const own = (method: string) => operations.find((each) => each.path === path && each.method === method)
  const item = (method: string) =>
    operations.find((each) => isItemOf(each.path, path) && each.method === method)
  return {
    list: own('GET'),
    create: own('POST'),
    read: item('GET'),
    replace: item('PUT'),
    patch: item('PATCH'),
    delete: item('DELETE'),
  }
}

function isItemOf(path: string, collection: string): boolean {
  const base = collection.replace(/\/$/, '')
  return path.startsWith(`${base}/{`) && /^\/\{[^{}/]+\}\/?$/.test(path.slice(base.length))
}

function jsonContent({ body }: Operation): Content | undefined {
  const type = Object.keys(body?.content ?? {}).find((each) => /^application\/json\b/i.test(each))
  return type === undefined ? undefined : body?.content[type]
}
