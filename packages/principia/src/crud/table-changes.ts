import { sql } from '../database/index.ts'
import { problems } from '../errors/index.ts'
import { ImpossibleId, run } from './impossible.ts'
import { notKept, selection, storedOf, type Fragment, type Row, type TableColumns } from './table-columns.ts'
import type { Call, Stored } from './types.ts'

export async function insertRow<Item, User>(
  table: TableColumns<User>,
  value: unknown,
  call: Call<User>,
): Promise<Stored<Item>> {
  const given = Object.entries(value as Readonly<Record<string, unknown>>).filter(
    ([, one]) => one !== undefined,
  )
  table.refuseOwners(
    given.map(([member]) => member),
    call.user,
  )
  const belongs = table.belongs(call)
  const columns = [...given.map(([member]) => table.column(member)), ...belongs.map(([column]) => column)]
  const values = [
    ...given.map(([member, one]) => table.toParameter(member, one)),
    ...belongs.map(([, one]) => one),
  ]
  const made =
    columns.length === 0 ? sql`default values` : sql`(${sql.join(columns)}) values (${sql.join(values)})`
  const members = given.map(([member]) => member)
  const rows = await run(
    sql<Row>`insert into ${sql.table(table.name)} ${made} returning ${selection(table)}`,
    call.db,
    (message, held, index) => notKept(members[index], message) ?? noPlace(call, held),
  )
  return storedOf<Item, User>(table, rows[0], call.user) as Stored<Item>
}

export async function changeRow<Item, User>(
  table: TableColumns<User>,
  id: string | number,
  to: (current: Stored<Item>) => unknown,
  call: Call<User>,
): Promise<Stored<Item> | undefined> {
  const current = await lockRow<Item, User>(table, id, call)
  if (current === undefined) return undefined
  const next = to(current) as Readonly<Record<string, unknown>>
  table.refuseOwners(Object.keys(next), call.user)
  const { version, updatedAt } = table.options
  const assignments: Fragment[] = [
    // A member that is left out goes back to what the table has for it.
    ...Object.entries(next).map(([member, value]) =>
      value === undefined
        ? sql`${table.column(member)} = default`
        : sql`${table.column(member)} = ${table.toParameter(member, value)}`,
    ),
    ...(version === undefined ? [] : [sql`${sql.ref(version)} = ${sql.ref(version)} + 1`]),
    ...(updatedAt === undefined ? [] : [sql`${sql.ref(updatedAt)} = now()`]),
  ]
  if (assignments.length === 0) return current
  const members = Object.keys(next).filter((member) => next[member] !== undefined)
  const rows = await run(
    sql<Row>`
      update ${sql.table(table.name)} set ${sql.join(assignments)}
      where ${rowOf(table, id, call)} returning ${selection(table)}`,
    call.db,
    (message, _value, index) => notKept(members[index], message),
  )
  return storedOf<Item, User>(table, rows[0], call.user)
}

export async function removeRow<Item, User>(
  table: TableColumns<User>,
  id: string | number,
  check: (current: Stored<Item>) => void,
  call: Call<User>,
): Promise<boolean> {
  const current = await lockRow<Item, User>(table, id, call)
  if (current === undefined) return false
  check(current)
  const { deletedAt } = table.options
  const row = rowOf(table, id, call)
  await (
    deletedAt === undefined
      ? sql`delete from ${sql.table(table.name)} where ${row}`
      : sql`update ${sql.table(table.name)} set ${sql.ref(deletedAt)} = now() where ${row}`
  ).execute(call.db)
  return true
}

async function lockRow<Item, User>(
  table: TableColumns<User>,
  id: string | number,
  call: Call<User>,
): Promise<Stored<Item> | undefined> {
  const rows = await run(
    sql<Row>`select ${selection(table)} from ${sql.table(table.name)} where ${rowOf(table, id, call)} for update`,
    call.db,
    (message, value) => (value === id || isPlace(call, value) ? new ImpossibleId(message) : undefined),
  )
  return storedOf<Item, User>(table, rows[0], call.user)
}

export async function readRow<Item, User>(
  table: TableColumns<User>,
  id: string | number,
  call: Call<User>,
): Promise<Stored<Item> | undefined> {
  const rows = await run(
    sql<Row>`select ${selection(table)} from ${sql.table(table.name)} where ${rowOf(table, id, call)}`,
    call.db,
    (message, value) => (value === id || isPlace(call, value) ? new ImpossibleId(message) : undefined),
  )
  return storedOf<Item, User>(table, rows[0], call.user)
}

/** The caller's row of this id: others may have one of the same, and so may what was deleted. */
function rowOf<User>(table: TableColumns<User>, id: string | number, call: Call<User>): Fragment {
  return sql`${table.column(table.id)} = ${id} and ${table.visible(call)}`
}

/** The problem that there is nothing at a path with this value in it; `undefined` where it has none such. */
export function noPlace(call: Call, value: unknown): Error | undefined {
  return isPlace(call, value) ? problems.notFound() : undefined
}

function isPlace({ params = {} }: Call, value: unknown): boolean {
  return Object.values(params).some((one) => one === value)
}
