import { sqlState, type sql } from '../database/index.ts'
import type { AnyDatabase } from './types.ts'

/**
 * A statement whose parameters hold what a stranger sent. A schema says what a value looks like and not what its column can
 * hold: an integer may be too large for it, a date one that no calendar has, a text no UUID.
 *
 * @param refuse makes the error for a value that its column cannot hold, which is the statement's parameter of this index;
 * where it makes none, PostgreSQL's own is thrown
 */
export async function run<Row>(
  statement: ReturnType<typeof sql<Row>>,
  db: AnyDatabase,
  refuse: (message: string, value: unknown, index: number) => Error | undefined,
): Promise<readonly Row[]> {
  try {
    return (await statement.execute(db)).rows
  } catch (error) {
    const message = IMPOSSIBLE[sqlState(error) ?? '']
    const index = message === undefined ? undefined : parameterIn(error)
    if (message === undefined || index === undefined) throw error
    throw refuse(message, statement.compile(db).parameters[index], index) ?? error
  }
}

/** Appendix A of PostgreSQL's documentation, class 22. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  '22003': 'is out of range',
  '22007': 'is not a time that can be kept',
  '22008': 'is not a time that can be kept',
  '22009': 'is not a time that can be kept',
  '22P02': 'is not a value that can be kept',
}

/**
 * The index of the parameter that PostgreSQL could not read, which it names in the context of the error (from 1):
 * `unnamed portal parameter $2`. An error of the same class without it comes from what a view or a trigger computes.
 */
function parameterIn(error: unknown): number | undefined {
  for (let depth = 0; error instanceof Error && depth < 8; depth++, error = error.cause) {
    if (!('where' in error) || typeof error.where !== 'string') continue
    // The last line is the outermost; those before it may quote what was sent.
    const number = [...error.where.matchAll(/\$(\d{1,5})(?= = |$)/gm)].at(-1)?.[1]
    return number === undefined ? undefined : Number(number) - 1
  }
  return undefined
}

/** An id that its column cannot hold names nothing; but the statement has failed, and with it its transaction. */
export class ImpossibleId extends Error {
  override readonly name = 'ImpossibleId'
}
