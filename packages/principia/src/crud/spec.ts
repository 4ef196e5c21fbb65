import type { Static, TObject } from 'typebox'
import type { ProblemDefinition, ProblemKind } from '../errors/index.ts'
import type { IdempotencyOptions } from '../http/index.ts'
import type { AccessRule, RouteSpec } from '../routing/index.ts'
import type { TableOptions } from './table.ts'
import type { Call, ResourceService } from './types.ts'

export const OPERATIONS = ['list', 'read', 'create', 'replace', 'patch', 'delete', 'bulk'] as const
export type Operation = (typeof OPERATIONS)[number]

/** How a list is cut into pages. */
export type Paging = 'cursor' | 'offset'

/** Addresses by what they lead to. */
export type ItemLinks = Readonly<Record<string, string>>

type Access = 'public' | AccessRule<unknown, never>

/** What a client may write of an item when it makes one. */
export type NewItem<Item extends TObject, ReadOnly extends string> = Omit<Static<Item>, ReadOnly>

/** The operations on the items of a resource, by what it declares of them. */
export type ServiceOf<
  Item extends TObject,
  ReadOnly extends string,
  Immutable extends string,
  User,
> = ResourceService<Static<Item>, NewItem<Item, ReadOnly>, User, NewItem<Item, ReadOnly | Immutable>>

/** What a resource is made from. The type parameters are for the types of its routes. */
export interface ResourceSpec<
  Item extends TObject,
  ReadOnly extends string,
  User,
  Id extends string = string,
  Filter extends string = string,
  Fields extends boolean = boolean,
  Only extends Operation = Operation,
  Immutable extends string = string,
  Listed extends string = string,
  Refusal extends ProblemDefinition = ProblemDefinition,
  By extends Paging = Paging,
  Links extends ItemLinks = ItemLinks,
> extends Pick<RouteSpec, 'limit' | 'tags' | 'timeout' | 'bodyLimit'> {
  /** Who may do what: one rule for all operations, or one for each. */
  readonly access: Access | Readonly<Partial<Record<Operation, Access>>>
  /** The schema of an item, all of its members. */
  readonly item: Item
  /** The member that names an item: `id` unless said. */
  readonly id?: Id
  /** Members that only the server sets; the id unless said, or unless it is `immutable`. */
  readonly readOnly?: readonly ReadOnly[]
  /** Members that are given when an item is made, and stay: a name by which it goes. The id may be one. */
  readonly immutable?: readonly Immutable[]
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
    table: ServiceOf<Item, ReadOnly, Immutable, User>,
  ) => ServiceOf<Item, ReadOnly, Immutable, User>
  /** Problems that the access rule and the service answer with, beside the resource's own. */
  readonly refusals?: readonly Refusal[]
  /** What a change of an older state is refused with, a problem of status 412: precondition-failed unless said. */
  readonly changed?: ProblemKind<string, 412>
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
    readonly by?: By
    /** Items on a page unless asked for: 20. */
    readonly size?: number
    /** Items that may be asked for: 100. */
    readonly max?: number
  }
  /** Members that a list shows: all unless said. For items that are long, of which it shows the beginning. */
  readonly listed?: readonly (Listed & keyof Static<Item>)[]
  /** Lets a request choose the members it gets: `?fields=id,title`. */
  readonly fields?: Fields
  /**
   * Adds `links` to every item: `self`, and what this gives for the whole item, of which a list then reads all members
   * whichever it shows; and for whom it is shown.
   */
  readonly links?: (item: Static<Item>, call: Pick<Call<User>, 'user' | 'params'>) => Links
  /** Demands `If-Match` of whoever changes or deletes an item: 428 without it. */
  readonly precondition?: 'required'
  /**
   * Lets the requests that create, a bulk request too, carry an `Idempotency-Key`: as `idempotent` of a route. Without
   * `prepare`, as there is no handler to give anything to: rules are in `service`.
   */
  readonly idempotent?: boolean | Omit<IdempotencyOptions, 'prepare'>
  /** Operations of a bulk request at most: 100. */
  readonly bulkLimit?: number
  /** What each operation does, in a few words for the API's description. */
  readonly summaries?: Readonly<Partial<Record<Operation, string>>>
  /** The operations that there are; all unless said. */
  readonly only?: readonly Only[]
}
