import { sql } from '../database/index.ts'
import type { Condition } from './filters.ts'
import { run } from './impossible.ts'
import { refused } from './list.ts'
import { noPlace } from './table-changes.ts'
import { itemOf, selection, type Fragment, type Row, type TableColumns } from './table-columns.ts'
import type { Call, Listed, ListQuery } from './types.ts'

/**
 * Reads one page. By cursor the database starts at the place itself (keyset pagination): a page costs the same
 * however far in it lies, and items that are added or taken away meanwhile shift nothing.
 */
export async function listRows<Item, User>(
  table: TableColumns<User>,
  query: ListQuery,
  call: Call<User>,
): Promise<Listed<Partial<Item>>> {
  const { order, limit, from, offset } = query
  const back = from?.back === true
  const matching = sql`${sql.join([table.visible(call), ...query.where.map((one) => condition(table, one)), ...search(table, query.search)], sql` and `)}`
  const keys = order.map(
    ({ member }, index) => sql`${table.column(member)}::text as ${sql.ref(keyName(index))}`,
  )
  const sorted = order.map(
    ({ member, descending }) => sql`${table.column(member)} ${sql.raw(descending === back ? 'asc' : 'desc')}`,
  )
  const rows = await run(
    sql<Row>`
      select ${selection(table, query.fields ?? table.members)}, ${sql.join(keys)}
      from ${sql.table(table.name)}
      where ${matching} ${from === undefined ? sql`` : sql`and ${behind(table, query, from.values)}`}
      order by ${sql.join(sorted)}
      limit ${limit + 1} offset ${offset}`,
    call.db,
    (message, value) => notAsked(query, message, value) ?? noPlace(call, value),
  )
  const page = back ? rows.slice(0, limit).toReversed() : rows.slice(0, limit)
  const keysOf = (row: Row | undefined) => row && order.map((_key, index) => String(row[keyName(index)]))
  return {
    items: page.map((row) => itemOf(table, row) as Partial<Item>),
    first: keysOf(page[0]),
    last: keysOf(page.at(-1)),
    more: rows.length > limit,
    total: query.count ? await countRows(table, matching, call.db) : undefined,
  }
}

async function countRows<User>(
  table: TableColumns<User>,
  matching: Fragment,
  db: Call['db'],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from ${sql.table(table.name)} where ${matching}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The problem that a filter or a cursor has a value that its column cannot hold; `undefined` where neither has it. */
function notAsked({ where, from }: ListQuery, message: string, value: unknown): Error | undefined {
  for (const { member, operator, value: asked } of where) {
    if (operator !== 'in') {
      if (asked === value) return refused(`${member}.${operator}`, message)
      continue
    }
    const index = (asked as unknown[]).indexOf(value)
    if (index !== -1) return refused(`${member}/${index}`, message)
  }
  // A place is only given out with values that the columns have; this one was made by somebody else.
  if (from?.values.includes(String(value)) !== true) return undefined
  return refused(from.back ? 'before' : 'after', 'is not a cursor of this list')
}

/** An alias that no member can have. */
function keyName(index: number): string {
  return `~key${index}`
}

const COMPARISONS = { ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

function condition<User>(table: TableColumns<User>, { member, operator, value }: Condition): Fragment {
  const column = table.column(member)
  if (operator === 'in') return sql`${column} in (${sql.join(value as unknown[])})`
  if (operator === 'null') return sql`${column} is ${sql.raw(value === true ? 'null' : 'not null')}`
  // What is null is not this value either, which SQL's own comparison would leave open.
  if (operator === 'ne') return sql`${column} is distinct from ${value}`
  return sql`${column} ${sql.raw(COMPARISONS[operator])} ${value}`
}

function search<User>(table: TableColumns<User>, words: string | undefined): Fragment[] {
  if (words === undefined) return []
  const texts = (table.options.search ?? []).map((member) => sql`${table.column(member)}`)
  return [
    sql`to_tsvector('simple', concat_ws(' ', ${sql.join(texts)})) @@ websearch_to_tsquery('simple', ${words})`,
  ]
}

/**
 * The rows behind a place in the order. PostgreSQL starts an index scan at a comparison of rows, `(a, b) > (1, 2)`,
 * and at a bound on the first key; the same spelled out with `or` it reads from the beginning and filters.
 */
function behind<User>(
  table: TableColumns<User>,
  { order, from }: ListQuery,
  values: readonly string[],
): Fragment {
  // Text is compared with the column's own type: PostgreSQL reads an untyped parameter as that.
  const keys = order.map(({ member, descending }, index) => ({
    column: table.column(member),
    value: values[index],
    beyond: sql.raw(descending === (from?.back === true) ? '>' : '<'),
    descending,
  }))
  const [first] = keys
  if (first === undefined) return sql`true`
  if (keys.every(({ descending }) => descending === first.descending)) {
    const columns = sql.join(keys.map(({ column }) => column))
    return sql`(${columns}) ${first.beyond} (${sql.join(keys.map(({ value }) => value))})`
  }
  // Keys that run in different directions are no row that could be compared.
  const spelledOut = keys.reduceRight(
    (rest: Fragment | undefined, { column, value, beyond }) =>
      rest === undefined
        ? sql`${column} ${beyond} ${value}`
        : sql`(${column} ${beyond} ${value} or (${column} = ${value} and ${rest}))`,
    undefined,
  )
  return sql`${first.column} ${first.beyond}${sql.raw('=')} ${first.value} and ${spelledOut}`
}
