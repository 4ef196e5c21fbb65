import { Database, sql } from '../database/index.ts'
import { nearest } from '../errors/index.ts'
import type { ServiceCheck } from '../routing/index.ts'
import type { TableColumns } from './table-columns.ts'

/**
 * Compares what a resource takes for granted with the table that there is: a name that is not there would be a fault
 * in each of its requests.
 *
 * @param of the resource, for the sentences
 */
export function tableCheck(of: string, service: string, table: TableColumns<never>): ServiceCheck {
  return {
    service,
    async mistakes(db) {
      // Whatever else stands in for it, in a test, has no catalog.
      if (!(db instanceof Database)) return []
      const there = await columnsThere(db, table.name)
      const mistakes = there.size === 0 ? [await noTable(db, table.name)] : columnMistakes(table, there)
      return mistakes.map((mistake) => `${of}: ${mistake}`)
    },
  }
}

function columnMistakes(table: TableColumns<never>, there: Columns): string[] {
  const { version, deletedAt, updatedAt, under = [] } = table.options
  const what = (member: string) => (table.members.includes(member) ? 'member' : 'parameter')
  const lacks = (column: string) => !there.has(column)
  const names = [...there].flatMap(([name, isSystem]) => (isSystem ? [] : [name]))
  const ofMembers = [...new Set([...under, ...table.members])]
    .filter((member) => lacks(table.columnName(member)))
    .map((member) => {
      const meant = nearest(table.columnName(member), names)
      return (
        `the table "${table.name}" has no column "${table.columnName(member)}" for the ${what(member)} "${member}"` +
        (meant === undefined ? '; add it in a migration.' : `; add it, or name "${meant}" in \`columns\`.`)
      )
    })
  const ofOptions = Object.entries({ version, deletedAt, updatedAt })
    .filter(([, column]) => column !== undefined && lacks(column))
    .map(
      ([option, column]) => `the table "${table.name}" has no column "${column}", which \`${option}\` names.`,
    )
  const stateless =
    version === undefined && lacks('xmin')
      ? [`"${table.name}" is no table whose rows have states, such as a view; name a column in \`version\`.`]
      : []
  return [...ofMembers, ...ofOptions, ...stateless]
}

/** Columns by their names, and whether each is one of the system's. */
type Columns = ReadonlyMap<string, boolean>

/** The columns of a table as statements would find it; none where there is no such table. */
async function columnsThere(db: Database<unknown>, table: string): Promise<Columns> {
  const quoted = table
    .split('.')
    .map((name) => `"${name.replaceAll('"', '""')}"`)
    .join('.')
  const { rows } = await sql<{ name: string; system: boolean }>`
    select attname as name, attnum < 0 as system from pg_attribute
    where attrelid = to_regclass(${quoted}) and not attisdropped`.execute(db)
  return new Map(rows.map(({ name, system }) => [name, system]))
}

async function noTable(db: Database<unknown>, table: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind in ('r', 'p', 'v', 'm', 'f') and pg_table_is_visible(oid)
      and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`.execute(db)
  const meant = nearest(
    table,
    rows.map(({ name }) => name),
  )
  return `there is no table "${table}"${meant === undefined ? '; make it in a migration.' : `; did you mean "${meant}"?`}`
}
