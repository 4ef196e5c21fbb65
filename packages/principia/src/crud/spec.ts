import type { Static, TObject } from 'typebox'
import type { IdempotencyOptions } from '../http/index.ts'
import type { AccessRule, RouteSpec } from '../routing/index.ts'
import type { TableOptions } from './table.ts'
import type { ResourceService } from './types.ts'

export const OPERATIONS = ['list', 'read', 'create', 'replace', 'patch', 'delete', 'bulk'] as const
export type Operation = (typeof OPERATIONS)[number]

type Access = 'public' | AccessRule<unknown, never>

export type NewItem<Item extends TObject, ReadOnly extends string> = Omit<Static<Item>, ReadOnly>

/** What a resource is made from. The type parameters are for the types of its routes. */
export interface ResourceSpec<
  Item extends TObject,
  ReadOnly extends string,
  User,
  Id extends string = string,
  Filter extends string = string,
  Fields extends boolean = boolean,
  Only extends Operation = Operation,
> extends Pick<RouteSpec, 'limit' | 'tags' | 'timeout' | 'bodyLimit'> {
  /** Who may do what: one rule for all operations, or one for each. */
  readonly access: Access | Readonly<Partial<Record<Operation, Access>>>
  /** The schema of an item, all of its members. */
  readonly item: Item
  /** The member that names an item: `id` unless said. */
  readonly id?: Id
  /** Members that only the server sets; the id unless said. */
  readonly readOnly?: readonly ReadOnly[]
  /** The table in which the items are, and how. */
  readonly table: string | Omit<TableOptions<User>, 'id' | 'search'>
  /** The service of the app that is the database: `db` unless said. */
  readonly database?: string
  /**
   * Business rules: gets what the table alone would do and gives what is to be done.
   *
   * @example
   * service: (table) => ({ ...table, create: (order, call) => table.create({ ...order, total: priceOf(order) }, call) })
   */
  readonly service?: (
    table: ResourceService<Static<Item>, NewItem<Item, ReadOnly>, User>,
  ) => ResourceService<Static<Item>, NewItem<Item, ReadOnly>, User>
  /** Members to filter by. */
  readonly filter?: readonly (Filter & keyof Static<Item>)[]
  /** Members to sort by; the first is the order unless a request asks for another, `-` before it for descending. */
  readonly sort?: readonly (keyof Static<Item> & string)[]
  /** The order unless asked for: `-createdAt`. By id where it is left out. */
  readonly order?: string
  /** Members whose words `q` searches. */
  readonly search?: readonly (keyof Static<Item> & string)[]
  readonly pagination?: {
    /** `cursor` unless said: pages that do not shift and cost the same at any depth. `offset` has a total, and jumps. */
    readonly by?: 'cursor' | 'offset'
    /** Items on a page unless asked for: 20. */
    readonly size?: number
    /** Items that may be asked for: 100. */
    readonly max?: number
  }
  /** Lets a request choose the members it gets: `?fields=id,title`. */
  readonly fields?: Fields
  /** Adds `links` to every item: `self`, and what this gives. */
  readonly links?: (item: Static<Item>) => Readonly<Record<string, string>>
  /** Demands `If-Match` of whoever changes or deletes an item: 428 without it. */
  readonly precondition?: 'required'
  /**
   * Lets the requests that create, a bulk request too, carry an `Idempotency-Key`: as `idempotent` of a route. Without
   * `prepare`, as there is no handler to give anything to: rules are in `service`.
   */
  readonly idempotent?: boolean | Omit<IdempotencyOptions, 'prepare'>
  /** Operations of a bulk request at most: 100. */
  readonly bulkLimit?: number
  /** The operations that there are; all unless said. */
  readonly only?: readonly Only[]
}
