import { parse } from 'csv-parse/sync'
import { stringify, type Options } from 'csv-stringify/sync'
import { compileTextCoercion, isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'
import { isUtf8 } from 'node:buffer'
import { defineCodec, Malformed, type Codec, type DecodeLimits } from './codec.ts'
import { whyForbiddenName } from './forbidden.ts'
import { compileBranches, isList, isObject, isRequired, takes } from './schema-shape.ts'

export interface CsvOptions {
  /**
   * What happens to text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab, return at its
   * beginning): an apostrophe is put in front of it, unless this is `'keep'`. Numbers stay what they are.
   */
  readonly formulas?: 'keep'
}

/**
 * CSV (RFC 4180) with a header line, by `csv-parse` and `csv-stringify`: a list of objects whose members are
 * text, numbers, booleans or null. Only offered where the schema is one of those.
 *
 * A cell with nothing in it is null where the schema takes null, otherwise a member that is missing; where
 * a text is required it is the empty one. `""` is always an empty text.
 *
 * @example
 * route('GET /orders', { access: 'public', codecs: [json, csv()], responses: { 200: t.Array(Order) } }, …)
 */
export function csv({ formulas }: CsvOptions = {}): Codec {
  return defineCodec({
    type: 'text/csv; charset=utf-8; header=present',
    forSchema(schema) {
      const columns = columnsOf(schema)
      if (columns === undefined) return undefined
      const names = columns.map(({ name }) => name)
      const options: Options = { ...WRITE_OPTIONS, columns: names, escape_formulas: formulas !== 'keep' }
      return {
        decode: (bytes, limits) => readRows(bytes, columns, limits),
        encode: (value) => stringify(value as Record<string, unknown>[], options),
      }
    },
  })
}

const WRITE_OPTIONS: Options = {
  header: true,
  record_delimiter: '\r\n',
  quote_record_delimiter: true,
  cast: {
    boolean: String,
    // Otherwise nothing would tell an empty text from null.
    string: (text) => (text === '' ? { value: '', quoted_empty: true } : text),
  },
}

interface Column {
  readonly name: string
  readonly coerce: ((text: string) => unknown) | undefined
  /** What a cell with nothing in it stands for; `undefined` for a member that is missing. */
  readonly empty: '' | null | undefined
}

/** The columns of a list of flat objects; `undefined` for any other schema. */
function columnsOf(schema: JsonSchema): Column[] | undefined {
  const branches = compileBranches(schema)
  const [list, ...others] = branches(schema)
  if (list === undefined || others.length > 0 || !isList(list) || !isJsonSchema(list.items)) return undefined
  const [row, ...kinds] = branches(list.items)
  if (row === undefined || kinds.length > 0 || !isObject(row)) return undefined
  const properties = propertiesOf(row)
  if (properties.length === 0) return undefined
  if (properties.some(([, cell]) => branches(cell).some((one) => isList(one) || isObject(one))))
    return undefined
  return properties.map(([name, cell]) => {
    const kindsOfCell = branches(cell)
    const nullable = kindsOfCell.some((kind) => takes(kind, 'null'))
    const text = kindsOfCell.some((kind) => takes(kind, 'string')) && isRequired(row, name)
    return { name, coerce: compileTextCoercion(cell), empty: nullable ? null : text ? '' : undefined }
  })
}

/** A cell of which only the client knows that it is empty text: `""`. */
const EMPTY_TEXT = Symbol('empty text')

function readRows(bytes: Buffer, columns: readonly Column[], limits: DecodeLimits): unknown[] {
  if (!isUtf8(bytes)) throw new Malformed('it is not valid UTF-8')
  let cells = 0
  const records = parseRecords(bytes, () => {
    if (++cells > limits.values) throw new Malformed(`it has more than ${limits.values} values`)
  })
  const [header = [], ...rows] = records
  const names = header.map((name) => (name === EMPTY_TEXT || name === null ? '' : name))
  checkHeader(names)
  const known = names.map((name) => columns.find((column) => column.name === name))
  return rows.map((row) => {
    const members: Record<string, unknown> = {}
    for (const [index, cell] of row.entries()) {
      const column = known[index]
      const value =
        cell === null ? column?.empty : cell === EMPTY_TEXT ? '' : (column?.coerce?.(cell) ?? cell)
      if (value !== undefined) members[names[index] as string] = value
    }
    return members
  })
}

type Cell = string | null | typeof EMPTY_TEXT

function parseRecords(bytes: Buffer, count: () => void): Cell[][] {
  const options = {
    bom: true,
    skip_empty_lines: true,
    cast(value: string, { quoting }: { quoting: boolean }): Cell {
      count()
      return value !== '' ? value : quoting ? EMPTY_TEXT : null
    },
  }
  try {
    return parse(bytes, options)
  } catch (error) {
    if (error instanceof Malformed) throw error
    throw new Malformed(`it is not CSV${lineOf(error)}`)
  }
}

/** The parser's messages quote the document, but say in which line. */
function lineOf(error: unknown): string {
  const { lines } = (error ?? {}) as { lines?: unknown }
  return typeof lines === 'number' ? `: line ${lines} has other columns than the first, or a stray quote` : ''
}

function checkHeader(names: readonly string[]): void {
  if (names.length === 0) throw new Malformed('it has no header line')
  if (new Set(names).size < names.length) throw new Malformed('a column is given more than once')
  for (const name of names) {
    const why = name === '' ? 'a column has no name' : whyForbiddenName(name)
    if (why !== undefined) throw new Malformed(why)
  }
}
