import type { Database } from '../database/index.ts'
import type { Condition } from './filters.ts'
import type { SortKey } from './order.ts'

/** Any tables: what they are is known to the service that a resource is given, not to the resource. */
// oxlint-disable-next-line typescript/no-explicit-any -- a Database of certain tables must be one of these
export type AnyDatabase = Database<any>

/** On whose behalf an operation runs, and in which transaction. */
export interface Call<User = unknown> {
  /** The database; inside of a change or a bulk request, its transaction. */
  readonly db: AnyDatabase
  readonly user: User
  /** What the path says beside the id, by name: the `team` of `/teams/:team/cats`, and what its modules add. */
  readonly params?: Readonly<Record<string, string | number>>
}

/** An item as it is stored, with the name of this state of it. */
export interface Stored<Item> {
  readonly item: Item
  /** Differs between any two states of one item. It becomes the entity tag, with the `owner` where there is one. */
  readonly version: string
  /**
   * Whose it is, in characters that a tag may have, where callers have items of their own: at one address two of them may
   * find two items, and those must not have one tag (RFC 9110 section 8.8.3).
   */
  readonly owner?: string
  /** When this state came about, where that is known: what `If-Unmodified-Since` is compared with. */
  readonly lastModified?: Date
}

/** Which items a list is to have. What a request asked for, checked and bounded. */
export interface ListQuery {
  readonly where: readonly Condition[]
  /** Words that all have to occur; undefined for no search. */
  readonly search: string | undefined
  /** Ends with the id, so that no two items are equal in it. */
  readonly order: readonly SortKey[]
  readonly limit: number
  /** Start behind (or, going back, before) the item that had these values in the order's keys. */
  readonly from: { readonly values: readonly string[]; readonly back: boolean } | undefined
  readonly offset: number
  /** Whether the number of all items that match is asked for. */
  readonly count: boolean
  /** The members that are wanted; all where undefined. */
  readonly fields: readonly string[] | undefined
}

export interface Listed<Item> {
  /** In order; never more than the limit. */
  readonly items: readonly Item[]
  /** The keys of the first and the last item, as text that keeps their full precision. */
  readonly first: readonly string[] | undefined
  readonly last: readonly string[] | undefined
  /** Whether there is more in the direction of reading. */
  readonly more: boolean
  readonly total: number | undefined
}

/**
 * What a resource is made of below HTTP: the operations on its items. `tableService` makes one from a table; business
 * rules go around it.
 *
 * `change` and `remove` give the current item to a function while it is locked; what that throws undoes everything.
 */
export interface ResourceService<Item, New, User = unknown, Changed = New> {
  list(query: ListQuery, call: Call<User>): Promise<Listed<Partial<Item>>>
  read(id: string | number, call: Call<User>): Promise<Stored<Item> | undefined>
  /** @throws Problem conflict */
  create(value: New, call: Call<User>): Promise<Stored<Item>>
  /** Gives the changed item; undefined where there is none. */
  change(
    id: string | number,
    to: (current: Stored<Item>) => Changed,
    call: Call<User>,
  ): Promise<Stored<Item> | undefined>
  /** Gives whether there was one. */
  remove(id: string | number, check: (current: Stored<Item>) => void, call: Call<User>): Promise<boolean>
}
