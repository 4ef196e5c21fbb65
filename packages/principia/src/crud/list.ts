import { problems } from '../errors/index.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { conditionsOf } from './filters.ts'
import { linkHeader, withParameters, type Links } from './links.ts'
import { orderText, parseOrder } from './order.ts'
import type { Listed, ListQuery } from './types.ts'

/** What a list can be asked, as the resource declares it. */
export interface ListOptions {
  readonly id: string
  readonly filter: readonly string[]
  /** The order unless a request asks for another. */
  readonly order: string
  readonly by: 'cursor' | 'offset'
  /** The members that are shown unless a request asks for others; all where undefined. */
  readonly listed: readonly string[] | undefined
}

type Parameters = Readonly<Record<string, unknown>>

/**
 * Reads a validated query.
 *
 * @throws Problem validation-failed for a cursor that was not given out for this order
 */
export function toListQuery(query: Parameters, options: ListOptions): ListQuery {
  const order = parseOrder(text(query.sort) ?? options.order, options.id)
  return {
    where: conditionsOf(query, options.filter),
    search: text(query.q),
    order,
    limit: Number(query.limit),
    from: placeOf(query, orderText(order), order.length),
    offset: Number(query.offset ?? 0),
    count: options.by === 'offset',
    fields: text(query.fields)?.split(',') ?? options.listed,
  }
}

function placeOf(query: Parameters, order: string, keys: number): ListQuery['from'] {
  const after = text(query.after)
  const before = text(query.before)
  if (after !== undefined && before !== undefined)
    throw refused('before', 'cannot be given together with "after"')
  const cursor = after ?? before
  if (cursor === undefined) return undefined
  const values = readCursor(cursor, order, keys)
  if (values === undefined) {
    throw refused(after === undefined ? 'before' : 'after', 'is not a cursor of this list in this order')
  }
  return { values, back: after === undefined }
}

/** @param pointer what of the query it is, without the first slash */
export function refused(pointer: string, message: string): Error {
  return problems.validationFailed('One value is not valid.', {
    members: { errors: [{ in: 'query', pointer: `/${pointer}`, message }] },
  })
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A page as it is answered, and the `Link` field that leads on from it (RFC 8288; relations of RFC 5005). */
export function toPage(
  listed: Listed<unknown>,
  asked: ListQuery,
  query: Parameters,
  path: string,
): { page: Readonly<Record<string, unknown>>; link: string } {
  return asked.count ? offsetPage(listed, asked, query, path) : cursorPage(listed, asked, query, path)
}

function cursorPage(
  { first, last, more }: Listed<unknown>,
  { order, from }: ListQuery,
  query: Parameters,
  path: string,
) {
  const back = from?.back === true
  const write = (values: readonly string[] | undefined) => values && writeCursor(values, orderText(order))
  // Whoever came from a page can go back to it, though it may be empty by now.
  const next = (back ? from !== undefined : more) ? write(last) : undefined
  const previous = (back ? more : from !== undefined) ? write(first) : undefined
  const at = (changed: Record<string, string | undefined>) =>
    withParameters(path, query, { after: undefined, before: undefined, ...changed })
  return {
    page: { next: next ?? null, previous: previous ?? null },
    link: linkHeader({
      first: at({}),
      ...(previous !== undefined && { prev: at({ before: previous }) }),
      ...(next !== undefined && { next: at({ after: next }) }),
    }),
  }
}

function offsetPage(
  { total = 0 }: Listed<unknown>,
  { offset, limit }: ListQuery,
  query: Parameters,
  path: string,
) {
  const at = (place: number) => withParameters(path, query, { offset: place === 0 ? undefined : place })
  const last = Math.max(0, Math.ceil(total / limit) - 1) * limit
  const links: Links = {
    first: at(0),
    ...(offset > 0 && { prev: at(Math.max(0, offset - limit)) }),
    ...(offset + limit < total && { next: at(offset + limit) }),
    last: at(last),
  }
  return { page: { offset, limit, total }, link: linkHeader(links) }
}
