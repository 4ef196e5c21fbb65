import type { TObject, TSchema } from 'typebox'
import { problems } from '../errors/index.ts'
import { noContent, reply, route, type Route, type RouteSpec } from '../routing/index.ts'
import { t } from '../validation/index.ts'
import { bulkBody, bulkResponse, runBulk, type BulkOperation } from './bulk.ts'
import { compileWritable, completed, patchCodecs, patched, patchType, pickMembers } from './change.ts'
import { conflict, patchFailed } from './problems.ts'
import { toListQuery, toPage } from './list.ts'
import { schemasOf } from './schemas.ts'
import type { Operation, ResourceSpec } from './spec.ts'
import { tableService } from './table.ts'
import type { AnyDatabase, Call, ResourceService, Stored } from './types.ts'

/** What the handlers below take from a request. The database is there under the name that the resource gives it. */
interface Request {
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly user: unknown
  readonly header: (name: string) => string | undefined
  readonly precondition: (state: { etag: string }) => void
}

/** A resource of any types: what is left of one at run time. */
export type AnyResource = ResourceSpec<TObject, string, unknown>

/**
 * Makes each operation's route, when asked for it: the paths are those below the resource's.
 *
 * @param definedAt where the resource is, for messages about its routes
 */
export function operationsOf(
  path: string,
  spec: AnyResource,
  definedAt: string,
): Record<Operation, () => Route> {
  const schemas = schemasOf(spec)
  const { id = 'id', database = 'db', filter = [], bulkLimit = 100 } = spec
  const members = Object.keys(schemas.writable.properties)
  const service = serviceOf(spec, id)
  const order = spec.order ?? spec.sort?.[0] ?? id
  const list = { id, filter, order, by: spec.pagination?.by ?? 'cursor' }
  const idSchema = (schemas.id.properties as Record<string, TSchema>)[id] as TSchema
  const check = compileWritable(schemas.writable)
  const required = spec.precondition === 'required'

  const callOf = (request: Request): Call => ({
    db: (request as unknown as Record<string, AnyDatabase>)[database] as AnyDatabase,
    user: request.user,
  })
  const tagOf = (version: string) => `"${version}"`
  const selfOf = (item: unknown) =>
    `${path}/${encodeURIComponent(String((item as Record<string, unknown>)[id]))}`
  const show = (item: unknown) =>
    spec.links === undefined
      ? item
      : { ...(item as object), links: { self: selfOf(item), ...spec.links(item as never) } }
  const answer = <Status extends 200 | 201>(
    status: Status,
    { item, version }: Stored<unknown>,
    headers = {},
  ) => reply(status, show(item), { etag: tagOf(version), ...headers })
  const found = (stored: Stored<unknown> | undefined) => {
    if (stored === undefined) throw problems.notFound()
    return stored
  }
  const idOf = (request: Request) => request.params[id] as string | number
  const change = async (request: Request, to: (current: unknown) => unknown) => {
    const changed = await service.change(
      idOf(request),
      (current) => {
        request.precondition({ etag: tagOf(current.version) })
        return completed(to(current.item), members)
      },
      callOf(request),
    )
    return found(changed)
  }

  const make = (
    operation: Operation,
    target: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`,
    own: Omit<RouteSpec, 'access'>,
    handler: (request: Request) => unknown,
  ): Route => ({
    ...route(target, { ...sharedOf(spec), ...own, access: accessOf(spec, operation) }, handler as never),
    needs: [database],
    definedAt,
  })
  const changes = { params: schemas.id, ...(required && { precondition: 'required' as const }) }
  const refusals = { 404: problems.notFound, 412: problems.preconditionFailed }
  const conflicts = { 409: conflict }
  const once = onceOf(spec, database)

  return {
    list: () =>
      make('list', 'GET /', { query: schemas.query, responses: { 200: schemas.page } }, async (request) => {
        const asked = toListQuery(request.query, list)
        const listed = await service.list(asked, callOf(request))
        const { page, link } = toPage(listed, asked, request.query, path)
        return reply(200, { items: listed.items.map(show), page }, { link })
      }),
    create: () =>
      make(
        'create',
        'POST /',
        { ...once, body: schemas.writable, responses: { 201: schemas.shown, ...conflicts } },
        async (request) => {
          const stored = await service.create(request.body, callOf(request))
          return answer(201, stored, { location: selfOf(stored.item) })
        },
      ),
    read: () =>
      make(
        'read',
        `GET /:${id}`,
        { params: schemas.id, responses: { 200: schemas.shown, 404: problems.notFound } },
        async (request) => answer(200, found(await service.read(idOf(request), callOf(request)))),
      ),
    replace: () =>
      make(
        'replace',
        `PUT /:${id}`,
        { ...changes, body: schemas.writable, responses: { 200: schemas.shown, ...refusals, ...conflicts } },
        async (request) => {
          const { item } = await change(request, () => request.body)
          // RFC 9110 section 9.3.4: no validator, since what is stored is not byte for byte what was sent.
          return reply(200, show(item))
        },
      ),
    patch: () =>
      make(
        'patch',
        `PATCH /:${id}`,
        {
          ...changes,
          body: t.Unknown(),
          codecs: patchCodecs,
          responses: { 200: schemas.shown, ...refusals, 409: [conflict, patchFailed] },
        },
        async (request) => {
          const type = patchType(request.header('content-type'))
          const to = (item: unknown) => check(patched(pickMembers(item, members), request.body, type))
          return answer(200, await change(request, to))
        },
      ),
    delete: () =>
      make(
        'delete',
        `DELETE /:${id}`,
        { ...changes, responses: { 204: null, ...refusals } },
        async (request) => {
          const removed = await service.remove(
            idOf(request),
            ({ version }) => request.precondition({ etag: tagOf(version) }),
            callOf(request),
          )
          if (!removed) throw problems.notFound()
          return noContent()
        },
      ),
    bulk: () =>
      make(
        'bulk',
        'POST /bulk',
        {
          ...once,
          body: bulkBody(schemas.writable, idSchema, bulkLimit),
          responses: {
            200: bulkResponse(idSchema),
            ...refusals,
            409: [conflict, patchFailed],
            428: problems.preconditionRequired,
          },
        },
        async (request) => {
          const { operations } = request.body as { operations: BulkOperation[] }
          const means = {
            service,
            members,
            idOf: (item: unknown) => (item as Record<string, string | number>)[id] as string | number,
            tagOf,
            toWrite: (value: unknown) => completed(check(value), members),
            required,
          }
          return { results: await runBulk(operations, means, callOf(request)) }
        },
      ),
  }
}

function serviceOf(
  { item, table, search, service }: AnyResource,
  id: string,
): ResourceService<unknown, unknown> {
  const options = typeof table === 'string' ? { table } : table
  const own = tableService<Record<string, unknown>, Record<string, unknown>, unknown>(item as never, {
    ...options,
    id,
    ...(search !== undefined && { search }),
  })
  return service === undefined ? own : service(own)
}

function accessOf({ access }: AnyResource, operation: Operation): RouteSpec['access'] {
  if (access === 'public' || 'check' in access) return access
  // A route without a rule is refused at start, with its name.
  return access[operation] as RouteSpec['access']
}

function sharedOf({ limit, tags, timeout, bodyLimit }: AnyResource): Partial<RouteSpec> {
  return {
    ...(limit !== undefined && { limit }),
    ...(tags !== undefined && { tags }),
    ...(timeout !== undefined && { timeout }),
    ...(bodyLimit !== undefined && { bodyLimit }),
  }
}

/** The answers are kept where the items are, in one transaction with them. */
function onceOf({ idempotent }: AnyResource, service: string): Pick<RouteSpec, 'idempotent'> {
  if (idempotent === undefined || idempotent === false) return {}
  if (typeof idempotent === 'object' && 'prepare' in idempotent) {
    throw new TypeError(
      'resource(): `idempotent.prepare` is for a route, whose handler gets what it gives; put rules into `service`.',
    )
  }
  return { idempotent: { service, ...(idempotent !== true && idempotent) } }
}
