import type { TObject } from 'typebox'
import type { ProblemDefinition } from '../errors/index.ts'
import {
  callSite,
  module,
  parsePattern,
  type Module,
  type Route,
  type ServiceCheck,
} from '../routing/index.ts'
import { operationsOf, type AnyResource, type AnyService } from './operations.ts'
import type { ResourceRoutes } from './routes.ts'
import {
  OPERATIONS,
  type ItemLinks,
  type Operation,
  type Paging,
  type ResourceSpec,
  type ServiceOf,
} from './spec.ts'
import { tableCheck } from './check-table.ts'
import { columnsOf } from './table-columns.ts'
import { tableService, type TableOptions } from './table.ts'

/**
 * A collection and its items, as RFC 9110 has methods mean what they mean:
 *
 * | request                | does                                  | answers |
 * |------------------------|---------------------------------------|---------|
 * | `GET /orders`          | lists: filters, sorts, searches, pages | 200     |
 * | `POST /orders`         | creates                               | 201     |
 * | `POST /orders/bulk`    | several changes, all or none          | 200     |
 * | `GET /orders/:id`      | reads                                 | 200     |
 * | `PUT /orders/:id`      | replaces all that a client may write  | 200     |
 * | `PATCH /orders/:id`    | changes a part (RFC 7396 or RFC 6902) | 200     |
 * | `DELETE /orders/:id`   | deletes                               | 204     |
 *
 * Items carry entity tags; a change with `If-Match` of an older state is refused with 412.
 *
 * An app does not start whose database lacks the table, or one of its columns.
 *
 * @throws TypeError where the declaration names members that the items do not have, or lacks an access rule
 * @example
 * const orders = resource('/orders', { access: signedIn, item: Order, table: 'orders', filter: ['status'] })
 * export default app({ name: 'shop', services: { db }, modules: [orders] })
 */
export function resource<
  const Path extends `/${string}`,
  Item extends TObject,
  const ReadOnly extends string = 'id',
  User = unknown,
  const Id extends string = 'id',
  const Filter extends string = never,
  const Fields extends boolean = false,
  const Only extends Operation = Operation,
  const Immutable extends string = never,
  const Listed extends string = never,
  Refusal extends ProblemDefinition = never,
  const By extends Paging = 'cursor',
  Links extends ItemLinks = never,
>(
  path: Path,
  spec: ResourceSpec<Item, ReadOnly, User, Id, Filter, Fields, Only, Immutable, Listed, Refusal, By, Links>,
): Resource<
  ResourceRoutes<{
    path: Path
    id: Id
    item: Item
    readOnly: ReadOnly
    immutable: Immutable
    listed: Listed
    refusal: Refusal
    filter: Filter
    fields: Fields
    by: By
    links: Links
  }>[Only],
  ServiceOf<Item, ReadOnly, Immutable, User>
>
export function resource(path: string, spec: AnyResource): Resource<Route, unknown> {
  const definedAt = callSite()
  const service = serviceOf(path, spec)
  const operations = operationsOf(spec, service, paramNames(path, spec), definedAt)
  const checks = checksOf(path, spec, definedAt)
  const routes = (spec.only ?? OPERATIONS).map((operation) => ({ ...operations[operation](), checks }))
  return { ...module({ name: path.slice(1).replaceAll('/', '-'), path, routes }), service }
}

/** A module of routes, and what they are made of: other routes and jobs can go through the same rules. */
export interface Resource<Routes extends Route, Service> extends Module<Routes> {
  readonly service: Service
}

/** The parameters of the resource's own path. @throws TypeError where one is the items' id */
function paramNames(path: string, { id = 'id' }: AnyResource): string[] {
  const names = parsePattern(path).flatMap((part) =>
    'name' in part && part.name !== undefined ? [part.name] : [],
  )
  if (names.includes(id)) {
    throw new TypeError(
      `resource('${path}'): the items have ":${id}" in their own paths; give what they are under another name.`,
    )
  }
  return names
}

function serviceOf(path: string, spec: AnyResource): AnyService {
  const { item, service, readOnly = [] } = spec
  const options = tableOf(path, spec)
  const written = options.under.filter((name) => name in item.properties && !readOnly.includes(name))
  if (written.length > 0) {
    throw new TypeError(
      `resource('${path}'): "${written.join('", "')}" is said by the path of every item; add it to \`readOnly\`.`,
    )
  }
  const own = tableService<Record<string, unknown>, Record<string, unknown>, unknown>(item as never, options)
  return service === undefined ? own : service(own)
}

function tableOf(path: string, spec: AnyResource): TableOptions & { readonly under: readonly string[] } {
  const { id = 'id', table, search } = spec
  const options = typeof table === 'string' ? { table } : table
  return { under: paramNames(path, spec), ...options, id, ...(search !== undefined && { search }) }
}

/** A service that does not take the table replaces it. */
function checksOf(path: string, spec: AnyResource, definedAt: string): readonly ServiceCheck[] {
  if (spec.service?.length === 0) return []
  const columns = columnsOf(spec.item as never, tableOf(path, spec))
  return [tableCheck(`resource('${path}') (${definedAt})`, spec.database ?? 'db', columns)]
}
