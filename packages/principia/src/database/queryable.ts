import { CompiledQuery, type QueryResult } from 'kysely'

/** A database or a transaction, whichever tables it has. */
export interface Queryable {
  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>
}

/** Runs a statement with its parameters; `Row` is what it is known to give. */
export async function query<Row>(
  db: Queryable,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(statement, [...parameters]))
  return rows as Row[]
}
