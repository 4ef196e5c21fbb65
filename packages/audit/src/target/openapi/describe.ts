import type { Description } from '../description.ts'
import { createOpenApi, isObject, kindOf, membersOf, step, type OpenApi } from './document.ts'
import { createExamine } from './mistakes.ts'
import { readOperations } from './operations.ts'
import { BadDescription, readDocument } from './read-document.ts'
import { createSchemas, type Schemas } from './schemas.ts'
import { baseReader } from './servers.ts'

const MOST_FAULTS = 100

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML.
 *
 * @param from the file or the path at the target, as people would name it
 * @param at its address, or that of the target's start where it is a file
 * @param base what precedes the target's paths
 * @param withoutServers whether that is so whatever servers the document names
 * @throws BadDescription where it is no such document
 */
export function describe(
  text: string,
  from: string,
  at: URL,
  base = '',
  withoutServers = false,
): Description {
  const document = readDocument(text, from)
  const version = versionOf(document, from)
  const faults = new Set<string>()
  const api = createOpenApi(document, (pointer, says) => {
    if (faults.size < MOST_FAULTS) faults.add(`At ${pointer}: ${says}.`)
  })
  const schemas = createSchemas(api)
  checkTop(api, version)
  const operations = readOperations(api, schemas, baseReader(document, at, base, withoutServers))
  checkComponents(api, schemas)
  schemas.settle()
  const examine = createExamine(schemas)
  return {
    from,
    version,
    document,
    operations,
    faults: [...faults],
    examine,
    mistakes: (schema, value, way) => examine(schema, value, way).map(({ says }) => says),
    resolve: schemas.resolve,
  }
}

function versionOf({ openapi, swagger }: Readonly<Record<string, unknown>>, from: string): string {
  if (swagger !== undefined)
    throw new BadDescription(
      `${from} is written in Swagger (${kindOf(swagger)}), which is not read; turn it into OpenAPI 3.0 or later.`,
    )
  if (openapi === undefined)
    throw new BadDescription(`${from} is no OpenAPI document: it has no "openapi" with its version.`)
  if (typeof openapi !== 'string' || !/^3\.[0-2](?:\.|$)/.test(openapi))
    throw new BadDescription(`${from} says it is OpenAPI ${kindOf(openapi)}; 3.0 and 3.1 are read.`)
  return openapi
}

/** OpenAPI 3.1.1 sections 4.8.1 and 4.8.2. */
function checkTop({ root, old, fault }: OpenApi, version: string): void {
  if (!/^3\.\d+\.\d+/.test(version))
    fault('#/openapi', `the version has three numbers, such as 3.1.0; it is "${version}"`)
  if (isObject(root.info)) {
    for (const name of ['title', 'version'])
      if (typeof root.info[name] !== 'string')
        fault(step('#/info', name), `a text was expected; it is ${kindOf(root.info[name])}`)
  } else fault('#/info', `an object with title and version was expected; it is ${kindOf(root.info)}`)
  if (root.paths !== undefined ? !isObject(root.paths) : old)
    fault('#/paths', `an object was expected; it is ${kindOf(root.paths)}`)
  if (!old && ['paths', 'components', 'webhooks'].every((name) => root[name] === undefined))
    fault('#', 'a document has at least one of paths, components and webhooks')
  checkTwins(root, fault)
  checkSecurity(root, fault)
}

/** Paths that differ in the names of their parameters alone are the same (OpenAPI 3.1.1 section 4.8.8). */
function checkTwins(root: OpenApi['root'], fault: OpenApi['fault']): void {
  const known = new Map<string, string>()
  for (const [path] of membersOf(root.paths)) {
    const shape = path.replace(/\{[^{}]*\}/g, '{}')
    const before = known.get(shape)
    if (before !== undefined) fault(step('#/paths', path), `it is the same path as ${before}`)
    known.set(shape, path)
  }
}

function checkSecurity(root: OpenApi['root'], fault: OpenApi['fault']): void {
  const components = isObject(root.components) ? root.components : {}
  const schemes = new Set(membersOf(components.securitySchemes).map(([name]) => name))
  const check = (security: unknown, pointer: string) => {
    if (!Array.isArray(security)) return
    for (const [index, each] of security.entries())
      for (const [name] of membersOf(each))
        if (!schemes.has(name)) fault(step(pointer, index), `the security scheme "${name}" is not described`)
  }
  check(root.security, '#/security')
  for (const [path, item] of membersOf(root.paths))
    for (const [method, operation] of membersOf(item))
      if (isObject(operation))
        check(operation.security, step(step(step('#/paths', path), method), 'security'))
}

function checkComponents({ root }: OpenApi, schemas: Schemas): void {
  const components = isObject(root.components) ? root.components : {}
  for (const [name, schema] of membersOf(components.schemas))
    schemas.of(schema, step('#/components/schemas', name))
}
