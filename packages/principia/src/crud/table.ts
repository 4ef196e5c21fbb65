import { problems } from '../errors/index.ts'
import type { JsonSchema } from '../validation/index.ts'
import { ImpossibleId } from './impossible.ts'
import { changeRow, insertRow, readRow, removeRow } from './table-changes.ts'
import { columnsOf, conflictOf, type TableColumns } from './table-columns.ts'
import { listRows } from './table-list.ts'
import type { Call, ResourceService } from './types.ts'

/** How the items of a resource lie in a table. */
export interface TableOptions<User = unknown> {
  readonly table: string
  /** The member that names an item; `id` unless said. */
  readonly id?: string
  /** Columns whose name is not their member's in snake case. */
  readonly columns?: Readonly<Record<string, string>>
  /** A column of integers that counts an item's states. Where there is none, PostgreSQL's own `xmin` tells states apart. */
  readonly version?: string
  /** A `timestamptz` column that is set instead of deleting: such rows are seen by nobody. */
  readonly deletedAt?: string
  /** A `timestamptz` column that is set with each change; it dates the states, for `If-Unmodified-Since`. */
  readonly updatedAt?: string
  /**
   * Columns by whose values rows belong to the caller: no others are seen or changed, and new ones get these. The id
   * need not be unique beyond them.
   */
  readonly scope?: (user: User) => Readonly<Record<string, string | number>>
  /**
   * Parameters of the path, or what else a call's `params` have, that are columns: rows belong to where they are asked
   * for, by the same rule as with `scope`. Those of the resource's own path unless said: `team` of `/teams/:team/cats`.
   */
  readonly under?: readonly string[]
  /** The members that words are searched in. */
  readonly search?: readonly string[]
}

/** @throws Problem conflict, validation-failed for what the table's constraints refuse */
export function tableService<Item, New, User, Changed = New>(
  item: JsonSchema,
  options: TableOptions<User>,
): ResourceService<Item, New, User, Changed> {
  const table: TableColumns<User> = columnsOf(item, options)
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw conflictOf(error, table) ?? error
    }
  }
  const found = async <T, Otherwise>(otherwise: Otherwise, call: Call<User>, work: () => Promise<T>) => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ImpossibleId)) throw error
      // In a transaction of the caller's nothing more can be done.
      if (call.db.isTransaction) throw problems.notFound()
      return otherwise
    }
  }
  // Only what changes something can be refused by a constraint; of what is read, no value is the client's.
  return {
    list: (query, call) => listRows(table, query, call),
    read: (id, call) => found(undefined, call, () => readRow<Item, User>(table, id, call)),
    create: (value, call) => guarded(() => insertRow<Item, User>(table, value, call)),
    change: (id, to, call) =>
      found(undefined, call, () =>
        guarded(() => inTransaction(call, (inside) => changeRow<Item, User>(table, id, to, inside))),
      ),
    remove: (id, check, call) =>
      found(false, call, () =>
        guarded(() => inTransaction(call, (inside) => removeRow(table, id, check, inside))),
      ),
  }
}

/** A row that is looked at before it is changed must stay as it is in between. */
function inTransaction<T, User>(call: Call<User>, work: (call: Call<User>) => Promise<T>): Promise<T> {
  return call.db.isTransaction ? work(call) : call.db.transaction((db) => work({ ...call, db }))
}
