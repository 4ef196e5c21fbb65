import { hostServer } from './host.ts'
import type { Route, Versioning } from '../routing/index.ts'
import { requestContent } from './content.ts'
import { createOperationIds } from './operation-id.ts'
import { parametersOf } from './parameters.ts'
import { templateShape, toPathTemplate, withNamesOf, type PathTemplate } from './path.ts'
import { createResponses, type ResponseWriter } from './responses.ts'
import { createSchemas, type Schemas } from './schemas.ts'
import { createSecuritySchemes, type SecuritySchemes } from './security.ts'
import { describedVersions, type DescribedRoute } from './versions.ts'
import type { Components, OpenApiDocument, Operation, PathItem } from './types.ts'

/** What is described: an app, or anything with routes. */
export interface Described {
  readonly name: string
  readonly version?: string | undefined
  readonly description?: string | undefined
  readonly routes: readonly Route[]
  readonly versioning?: Versioning | undefined
}

/**
 * Describes an API as an OpenAPI 3.1 document, from the same values that serve it: what is declared is
 * what is enforced, so the document cannot be out of date. Routes that are `hidden` are left out.
 *
 * @throws TypeError for a malformed pattern.
 * @example
 * const document = openApiDocument({ name: 'shop', version: '1.2.0', routes: [listOrders, placeOrder] })
 */
export function openApiDocument({
  name,
  version = '0.0.0',
  description,
  routes,
  versioning,
}: Described): OpenApiDocument {
  const schemas = createSchemas()
  const writer: Writer = {
    schemas,
    responses: createResponses(schemas),
    security: createSecuritySchemes(),
    operationId: createOperationIds(),
  }
  const paths = writePaths(
    describedVersions(routes, versioning).filter(({ route: { spec } }) => spec.hidden !== true),
    writer,
  )
  const tags = new Set(
    Object.values(paths).flatMap((item) => Object.values(item).flatMap((operation) => operation.tags ?? [])),
  )
  return {
    openapi: '3.1.1',
    info: { title: name, version, ...(description !== undefined && { description }) },
    ...(tags.size > 0 && { tags: [...tags].map((tag) => ({ name: tag })) }),
    paths,
    components: componentsOf(writer),
  }
}

interface Writer {
  readonly schemas: Schemas
  readonly responses: ResponseWriter
  readonly security: SecuritySchemes
  readonly operationId: (method: string, template: string) => string
}

/**
 * OpenAPI takes two templates for the same path when only the names of their parameters differ, so the
 * first one's names are used for both. Where even the method is the same (patterns that a regular
 * expression tells apart), a fragment keeps the later one: it is never sent (RFC 9110 section 7.1).
 */
function writePaths(routes: readonly DescribedRoute[], writer: Writer): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {}
  const known = new Map<string, string>()
  for (const described of routes) {
    const { route } = described
    const own = toPathTemplate(route.path)
    const shape = templateShape(own.template)
    const first = known.get(shape) ?? own.template
    known.set(shape, first)
    const method = route.method.toLowerCase() as keyof PathItem
    if (paths[first]?.[method] === undefined) {
      paths[first] = { ...paths[first], [method]: writeOperation(described, withNamesOf(first, own), writer) }
    } else {
      const operation = writeOperation(described, own, writer)
      paths[`${own.template}#${operation.operationId}`] = { [method]: operation }
    }
  }
  return paths
}

function writeOperation({ route, version }: DescribedRoute, path: PathTemplate, writer: Writer): Operation {
  const { spec } = route
  const parameters = [...(version?.parameters ?? []), ...parametersOf(spec, path.params, writer.schemas)]
  const rule = spec.access === 'public' ? undefined : spec.access
  const scheme = rule === undefined ? undefined : writer.security.nameOf(rule)
  return {
    operationId: writer.operationId(route.method, path.template),
    ...(spec.summary !== undefined && { summary: spec.summary }),
    ...(spec.description !== undefined && { description: spec.description }),
    ...(spec.tags !== undefined && spec.tags.length > 0 && { tags: spec.tags }),
    ...(isDeprecated(spec) && { deprecated: true as const }),
    // An empty requirement among them: without any is well as well.
    ...(scheme !== undefined && { security: [{ [scheme]: [] }, ...(rule?.optional === true ? [{}] : [])] }),
    ...(rule !== undefined && { 'x-access': rule.access }),
    ...(version !== undefined && { 'x-versions': version.names }),
    ...(spec.host !== undefined && { servers: [hostServer(spec.host)] }),
    ...(parameters.length > 0 && { parameters }),
    ...(spec.body !== undefined && {
      requestBody: {
        required: true as const,
        content: requestContent(spec, writer.schemas),
      },
    }),
    responses: writer.responses.write(route),
  }
}

function isDeprecated({ deprecated }: Route['spec']): boolean {
  return deprecated !== undefined && deprecated !== false
}

function componentsOf({ schemas, responses, security }: Writer): Components {
  const parts = {
    schemas: schemas.components,
    responses: responses.responses,
    headers: responses.headers,
    securitySchemes: security.schemes,
  }
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0))
}
