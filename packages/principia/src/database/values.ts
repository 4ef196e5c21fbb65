import { types } from 'pg'

/**
 * How PostgreSQL's values reach JavaScript, where the driver's own choice would surprise:
 *
 * | type          | arrives as                                                              |
 * |---------------|-------------------------------------------------------------------------|
 * | `bigint`      | number; beyond 2^53 - 1 the query fails rather than give a wrong number |
 * | `numeric`     | string, since a number would round it                                   |
 * | `timestamptz` | Date                                                                    |
 * | `timestamp`   | Date, read as UTC rather than in the server's local time                |
 * | `date`        | string such as `2026-11-20`: a day has no time and no zone              |
 *
 * Dates are sent in UTC, so that all three kinds of column store the same day everywhere.
 */
export const valueTypes = { getTypeParser }

const BIGINT = 20
const DATE = 1082
const TIMESTAMP = 1114

const parsers = new Map<number, (text: string) => unknown>([
  [BIGINT, parseBigint],
  [DATE, (text) => text],
  [TIMESTAMP, parseTimestamp],
])

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return (format !== 'binary' && parsers.get(oid)) || types.getTypeParser(oid, format)
}

/** What pg does with the parameters is right, but for a Date, which it would write in local time. */
export function toParameters(values: readonly unknown[]): unknown[] {
  return values.map((value) =>
    value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value,
  )
}

function parseBigint(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(
    `The bigint ${text} is beyond what a number holds exactly. Select it as text, with "column"::text.`,
  )
}

function parseTimestamp(text: string): unknown {
  const iso = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text)
  return iso ? new Date(`${text.replace(' ', 'T')}Z`) : types.getTypeParser(TIMESTAMP)(text)
}
