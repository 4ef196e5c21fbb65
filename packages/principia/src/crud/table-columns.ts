import { isThenable } from '../concurrency/index.ts'
import { problems, type Problem, type ProblemKind } from '../errors/index.ts'
import { sql, sqlState } from '../database/index.ts'
import { escapePointer, isJsonSchema, type JsonSchema } from '../validation/index.ts'
import { isNullable } from './filters.ts'
import { conflict } from './problems.ts'
import type { TableOptions } from './table.ts'
import type { Call, Stored } from './types.ts'

export type Row = Readonly<Record<string, unknown>>
export type Fragment = ReturnType<typeof sql<unknown>>

/** A table as the statements of `table*.ts` need it. */
export interface TableColumns<User> {
  readonly name: string
  readonly id: string
  readonly members: readonly string[]
  readonly options: TableOptions<User>
  /** The name of a member's column. */
  columnName(member: string): string
  /** The same, quoted. */
  column(member: string): Fragment
  /** The columns, quoted, by which a row belongs to this caller and this place, and their values. */
  belongs(call: Call<User>): readonly (readonly [column: Fragment, value: string | number])[]
  /** @throws TypeError where one of these members is kept in a column that says whose a row is */
  refuseOwners(members: readonly string[], user: User): void
  /** The condition that a row is there for this caller, at this place. */
  visible(call: Call<User>): Fragment
  /** Whether a null in this column is a member that is missing. */
  leavesOutNull(member: string): boolean
  /** The value of a member as a parameter of a statement. */
  toParameter(member: string, value: unknown): unknown
}

/** The alias under which a row's state is selected; no member can be called so. */
const VERSION = '~version'
const MODIFIED = '~modified'

/** @throws TypeError where the options name members that the items do not have */
export function columnsOf<User>(item: JsonSchema, options: TableOptions<User>): TableColumns<User> {
  const properties = isJsonSchema(item.properties) ? item.properties : {}
  const members = Object.keys(properties)
  const { table, id = 'id', columns = {}, deletedAt, under = [] } = options
  const unknown = [id, ...Object.keys(columns), ...(options.search ?? [])].filter(
    (name) => !members.includes(name) && !under.includes(name),
  )
  if (unknown.length > 0) {
    throw new TypeError(`The table "${table}": "${unknown.join('", "')}" is not a member of the items.`)
  }
  const required = Array.isArray(item.required) ? item.required : []
  const columnName = (member: string) => columns[member] ?? toSnakeCase(member)
  const column = (member: string) => sql.ref(columnName(member))
  return {
    name: table,
    id,
    members,
    options,
    columnName,
    column,
    belongs: ({ user, params = {} }) => [
      ...Object.entries(scopeOf(options, user)).map(([name, value]) => [sql.ref(name), value] as const),
      ...under.map((name) => {
        const value = params[name]
        if (value !== undefined) return [column(name), value] as const
        throw new TypeError(`The table "${table}" is under "${name}"; give the call \`params\` with it.`)
      }),
    ],
    refuseOwners(written, user) {
      const owners = Object.keys(scopeOf(options, user))
      const member = written.find((name) => owners.includes(columnName(name)))
      if (member === undefined) return
      throw new TypeError(
        `The table "${table}": whoever writes "${member}" says whose the row is, as its \`scope\` does; add it to \`readOnly\`.`,
      )
    },
    visible(call) {
      const own = this.belongs(call).map(([name, value]) => sql`${name} = ${value}`)
      const alive = deletedAt === undefined ? [] : [sql`${sql.ref(deletedAt)} is null`]
      return sql`${sql.join([sql`true`, ...own, ...alive], sql` and `)}`
    },
    leavesOutNull: (member) => !required.includes(member) && !isNullable(properties[member] as JsonSchema),
    // Lists and objects are kept as jsonb; the driver would write a list as an array of PostgreSQL's.
    toParameter: (_member, value) =>
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  }
}

/**
 * The columns by which rows are the caller's.
 *
 * @throws TypeError where `scope` gives none at once: a promise, or nothing, has no columns, and all rows would be seen
 */
function scopeOf<User>(
  { table, scope }: TableOptions<User>,
  user: User,
): Readonly<Record<string, string | number>> {
  if (scope === undefined) return {}
  const own = scope(user)
  // What a program without types could give.
  const given: unknown = own
  if (typeof given === 'object' && given !== null && !isThenable(given)) return own
  throw new TypeError(
    `The table "${table}": \`scope\` gave ${isThenable(given) ? 'a promise' : String(given)}; it gives columns, at once, such as { owner: user.id }.`,
  )
}

/** What to select of a row: its members by their names, and its state. */
export function selection<User>(table: TableColumns<User>, members = table.members): Fragment {
  const { version, updatedAt } = table.options
  const state = version === undefined ? sql`xmin::text` : sql`${sql.ref(version)}::text`
  return sql`${sql.join([
    ...members.map((member) => sql`${table.column(member)} as ${sql.ref(member)}`),
    sql`${state} as ${sql.ref(VERSION)}`,
    ...(updatedAt === undefined ? [] : [sql`${sql.ref(updatedAt)} as ${sql.ref(MODIFIED)}`]),
  ])}`
}

/** A row as an item: times as text, and a null that the schema does not know as a member that is missing. */
export function itemOf<User>(table: TableColumns<User>, row: Row): Record<string, unknown> {
  const item: Record<string, unknown> = {}
  for (const member of table.members) {
    const value = row[member]
    if (value === undefined || (value === null && table.leavesOutNull(member))) continue
    item[member] = value instanceof Date ? value.toISOString() : value
  }
  return item
}

export function storedOf<Item, User>(
  table: TableColumns<User>,
  row: Row | undefined,
  user: User,
): Stored<Item> | undefined {
  if (row === undefined) return undefined
  const modified = row[MODIFIED]
  const owner = Object.values(scopeOf(table.options, user))
  return {
    item: itemOf(table, row) as Item,
    version: String(row[VERSION]),
    // Leaves only characters that a tag may have.
    ...(owner.length > 0 && {
      owner: owner.map((one) => encodeURIComponent(String(one).toWellFormed())).join('-'),
    }),
    ...(modified instanceof Date && { lastModified: modified }),
  }
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** What a constraint of the table refused, as a problem for the client; `undefined` for any other failure. */
export function conflictOf(error: unknown, table: TableColumns<never>): Problem | undefined {
  const state = sqlState(error)
  if (state === undefined || !(state in REFUSALS)) return undefined
  const members = table.members.filter((member) => namedBy(error, table, member))
  const { message, problem } = REFUSALS[state] as Refusal
  const errors = members.map((member) => ({ in: 'body', pointer: `/${escapePointer(member)}`, message }))
  return problem(`A value ${message}.`, { members: errors.length === 0 ? {} : { errors }, cause: error })
}

/** The problem that a member's column cannot hold what was sent for it; `undefined` where it is no member's. */
export function notKept(member: string | undefined, message: string): Problem | undefined {
  if (member === undefined) return undefined
  return problems.validationFailed(`A value ${message}.`, {
    members: { errors: [{ in: 'body', pointer: `/${escapePointer(member)}`, message }] },
  })
}

interface Refusal {
  readonly message: string
  readonly problem: ProblemKind
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  '23505': { message: 'is taken already', problem: conflict },
  '23503': {
    message: 'refers to something that is not there, or is referred to itself',
    problem: conflict,
  },
  '23514': { message: 'is not allowed', problem: problems.validationFailed },
  '23502': { message: 'is required', problem: problems.validationFailed },
  '22001': { message: 'is too long', problem: problems.validationFailed },
  '22003': { message: 'is out of range', problem: problems.validationFailed },
}

/** Whether PostgreSQL's fields about an error name the member's column. The text of its detail holds values, so only its key is read. */
function namedBy(error: unknown, table: TableColumns<never>, member: string): boolean {
  if (typeof error !== 'object' || error === null) return false
  const column = table.columnName(member)
  if ('column' in error && error.column === column) return true
  // The name that PostgreSQL gives a check of one column; of others it does not say what they are about.
  if ('constraint' in error && error.constraint === `${table.name}_${column}_check`) return true
  const key = 'detail' in error ? /^Key \(([^)]*)\)=/.exec(String(error.detail))?.[1] : undefined
  return key?.split(', ').includes(column) === true
}
