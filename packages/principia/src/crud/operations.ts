import type { TObject, TSchema } from 'typebox'
import { problems, type ProblemKind } from '../errors/index.ts'
import {
  noContent,
  reply,
  Reply,
  route,
  type Route,
  type RouteSpec,
  type Validators,
} from '../routing/index.ts'
import { t } from '../validation/index.ts'
import { bulkBody, bulkResponse, runBulk, type BulkOperation } from './bulk.ts'
import { compileWritable, completed, patchCodecs, patched, patchType, pickMembers } from './change.ts'
import { conflict, patchFailed } from './problems.ts'
import { toListQuery, toPage } from './list.ts'
import { schemasOf } from './schemas.ts'
import type { Operation, ResourceSpec } from './spec.ts'
import { collectionAbove, collectionOf } from './links.ts'
import { aboutCallers, withRefusals } from './refusals.ts'
import { checkState, stateOf } from './state.ts'
import type { AnyDatabase, Call, ResourceService, Stored } from './types.ts'

/** What the handlers below take from a request. The database is there under the name that the resource gives it. */
interface Request {
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly user: unknown
  readonly header: (name: string) => string | undefined
  readonly precondition: (state: Validators, kind?: ProblemKind) => void
}

/** A resource of any types: what is left of one at run time. */
export type AnyResource = ResourceSpec<TObject, string, unknown>
export type AnyService = ResourceService<unknown, unknown>

/**
 * Makes each operation's route, when asked for it: the paths are those below the resource's.
 *
 * @param names the parameters of the resource's own path
 * @param definedAt where the resource is, for messages about its routes
 */
export function operationsOf(
  spec: AnyResource,
  service: AnyService,
  names: readonly string[],
  definedAt: string,
): Record<Operation, () => Route> {
  const schemas = schemasOf(spec, names)
  const { id = 'id', database = 'db', filter = [], bulkLimit = 100, listed, refusals = [] } = spec
  const members = Object.keys(schemas.changeable.properties)
  const order = spec.order ?? spec.sort?.[0] ?? id
  const list = { id, filter, order, by: spec.pagination?.by ?? 'cursor', listed } as const
  const idSchema = (schemas.id.properties as Record<string, TSchema>)[id] as TSchema
  const check = compileWritable(schemas.changeable)
  const required = spec.precondition === 'required'
  const changed = spec.changed ?? problems.preconditionFailed

  const callOf = (request: Request): Call => {
    const { [id]: _, ...params } = request.params
    return {
      db: (request as unknown as Record<string, AnyDatabase>)[database] as AnyDatabase,
      user: request.user,
      params,
    }
  }
  const selfOf = (item: unknown, collection: string) =>
    `${collection}/${encodeURIComponent(String((item as Record<string, unknown>)[id]))}`
  const show = (item: unknown, collection: string, call: Call) =>
    spec.links === undefined
      ? item
      : { ...(item as object), links: { self: selfOf(item, collection), ...spec.links(item as never, call) } }
  const answer = <Status extends 200 | 201>(
    status: Status,
    stored: Stored<unknown>,
    collection: string,
    call: Call,
    headers = {},
  ) => new Reply(status, show(stored.item, collection, call), headers, stateOf(stored))
  const present = (stored: Stored<unknown> | undefined) => {
    if (stored === undefined) throw problems.notFound()
    return stored
  }
  const idOf = (request: Request) => request.params[id] as string | number
  const change = async (request: Request, call: Call, to: (current: unknown) => unknown) => {
    const stored = await service.change(
      idOf(request),
      (current) => {
        checkState(request, current, required, changed)
        return completed(to(current.item), members)
      },
      call,
    )
    return present(stored)
  }

  const make = (
    operation: Operation,
    target: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`,
    own: Omit<RouteSpec, 'access'>,
    handler: (request: Request) => unknown,
  ): Route => ({
    ...route(
      target,
      {
        ...sharedOf(spec, operation),
        ...own,
        responses: withRefusals(
          own.responses ?? {},
          operation === 'list' ? aboutCallers(refusals) : refusals,
        ),
        ...accessOf(spec, operation),
      },
      handler as never,
    ),
    needs: [database],
    keptIn: database,
    definedAt,
  })
  const changes = { params: schemas.id, ...(required && { precondition: 'required' as const }) }
  const ofItems = { 404: problems.notFound, 412: changed }
  // A path whose parameter no column can hold is of nothing.
  const ofPlace = schemas.place === undefined ? {} : { 404: problems.notFound }
  const at = schemas.place === undefined ? {} : { params: schemas.place }
  const conflicts = { 409: conflict }
  const once = onceOf(spec, database)

  return {
    list: () =>
      make(
        'list',
        'GET /',
        { ...at, query: schemas.query, responses: { 200: schemas.page, ...ofPlace } },
        async (request) => {
          const asked = toListQuery(request.query, list)
          const call = callOf(request)
          // Links are made from whole items.
          const read = spec.links === undefined ? asked : { ...asked, fields: undefined }
          const found = await service.list(read, call)
          const collection = collectionOf(request.path)
          const { page, link } = toPage(found, asked, request.query, collection)
          const wanted = asked.fields && [...asked.fields, 'links']
          const items = found.items.map((item) => {
            const shown = show(item, collection, call)
            return wanted === undefined ? shown : pickMembers(shown, wanted)
          })
          return reply(200, { items, page }, { link })
        },
      ),
    create: () =>
      make(
        'create',
        'POST /',
        {
          ...at,
          ...once,
          body: schemas.writable,
          responses: { 201: schemas.shown, ...ofPlace, ...conflicts },
        },
        async (request) => {
          const call = callOf(request)
          const stored = await service.create(request.body, call)
          const collection = collectionOf(request.path)
          return answer(201, stored, collection, call, { location: selfOf(stored.item, collection) })
        },
      ),
    read: () =>
      make(
        'read',
        `GET /:${id}`,
        { params: schemas.id, responses: { 200: schemas.shown, 404: problems.notFound } },
        async (request) => {
          const call = callOf(request)
          const stored = present(await service.read(idOf(request), call))
          return answer(200, stored, collectionAbove(request.path), call)
        },
      ),
    replace: () =>
      make(
        'replace',
        `PUT /:${id}`,
        { ...changes, body: schemas.changeable, responses: { 200: schemas.shown, ...ofItems, ...conflicts } },
        async (request) => {
          const call = callOf(request)
          const { item } = await change(request, call, () => request.body)
          // RFC 9110 section 9.3.4: no validator, since what is stored is not byte for byte what was sent.
          return reply(200, show(item, collectionAbove(request.path), call))
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
          responses: { 200: schemas.shown, ...ofItems, 409: [conflict, patchFailed] },
        },
        async (request) => {
          const type = patchType(request.header('content-type'))
          const to = (item: unknown) => check(patched(pickMembers(item, members), request.body, type))
          const call = callOf(request)
          return answer(200, await change(request, call, to), collectionAbove(request.path), call)
        },
      ),
    delete: () =>
      make(
        'delete',
        `DELETE /:${id}`,
        { ...changes, responses: { 204: null, ...ofItems } },
        async (request) => {
          const removed = await service.remove(
            idOf(request),
            (current) => checkState(request, current, required, changed),
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
          ...at,
          ...once,
          body: bulkBody(schemas.writable, schemas.changeable, idSchema, bulkLimit),
          responses: {
            200: bulkResponse(idSchema),
            ...ofItems,
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
            toWrite: (value: unknown) => completed(check(value), members),
            required,
            changed,
          }
          return { results: await runBulk(operations, means, callOf(request)) }
        },
      ),
  }
}

/** An operation without a rule has that of a module around it, or else is refused at start, with its name. */
function accessOf({ access }: AnyResource, operation: Operation): Pick<RouteSpec, 'access'> {
  const rule = access === 'public' || 'check' in access ? access : access[operation]
  return rule === undefined ? {} : { access: rule }
}

function sharedOf(
  { limit, tags, timeout, bodyLimit, summaries = {} }: AnyResource,
  operation: Operation,
): Partial<RouteSpec> {
  const summary = summaries[operation]
  return {
    ...(summary !== undefined && { summary }),
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
