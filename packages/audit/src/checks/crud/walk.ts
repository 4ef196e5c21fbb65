import type { Inspection } from '../../run/inspection.ts'
import type { Answered } from '../../wire/exchange.ts'
import { boundOf, parameterFor, sizeName, withQuery, type List } from './list.ts'
import { readPage, type Page } from './page.ts'

/** A list from a page on, followed to its end. */
export interface Walked {
  readonly pages: readonly (Page & { readonly answered: Answered; readonly path: string })[]
  readonly items: readonly unknown[]
  /** Whether it is known that these are all of them. */
  readonly whole: boolean
  /** The last answer that was no page, where there is one. */
  readonly broken: Answered | undefined
}

const MOST_PAGES = 60

/**
 * Follows the next pages of a list until there is none.
 *
 * @param size items on a page, where the list is known to take it; as many as it allows unless said
 * @param onPage is told of each page, and may say that it is enough
 */
export async function walk(
  { send, target }: Pick<Inspection, 'send' | 'target'>,
  list: List,
  {
    size,
    query = {},
    onPage,
  }: {
    readonly size?: number
    readonly query?: Readonly<Record<string, string | number>>
    readonly onPage?: (page: Page, number: number) => Promise<'enough' | void> | 'enough' | void
  } = {},
): Promise<Walked> {
  const name = sizeName(list)
  const sized = parameterFor(list, 'size')
  const most = sized === undefined ? undefined : boundOf(sized, 'maximum', target)
  const asked = size ?? most
  const first = withQuery(list.path, {
    ...query,
    ...(name !== undefined && asked !== undefined && { [name]: asked }),
  })
  const pages: (Page & { answered: Answered; path: string })[] = []
  const seen = new Set<string>()
  let path: string | undefined = first
  while (path !== undefined && !seen.has(path) && pages.length < MOST_PAGES) {
    seen.add(path)
    const answered: Answered = await send({ path, as: list.as })
    const page = readPage(answered)
    if (page === undefined)
      return { pages, items: pages.flatMap(({ items }) => items), whole: false, broken: answered }
    pages.push({ ...page, answered, path })
    if ((await onPage?.(page, pages.length)) === 'enough') break
    path = nextPath(list, page, path, answered.origin)
  }
  const items = pages.flatMap((each) => each.items)
  const last = pages.at(-1)
  return {
    pages,
    items,
    whole: last !== undefined && isLast(last, pages.length, items.length, most),
    broken: undefined,
  }
}

/** Whether a page says that none follows it. */
function isLast(
  { next, total, items }: Page,
  pages: number,
  seen: number,
  most: number | undefined,
): boolean {
  if (next === null) return true
  if (next !== undefined) return false
  if (total !== undefined) return seen >= total
  // It had room for more; or it is known of this list that it says when there is a next one.
  return pages > 1 || (most !== undefined && items.length < most)
}

/** The path of the next page; `undefined` where there is none, or it cannot be told how to ask for it. */
export function nextPath(list: List, { next }: Page, path: string, origin: string): string | undefined {
  if (next === null || next === undefined) return undefined
  if ('address' in next) {
    const url = URL.parse(next.address, new URL(path, origin))
    return url?.origin === origin ? `${url.pathname}${url.search}` : undefined
  }
  const parameter = parameterFor(list, 'cursor')
  return parameter === undefined ? undefined : withQuery(path, { [parameter.name]: next.cursor })
}

/** Whether one of the items has a text in it. */
export function has(items: readonly unknown[], marker: string): boolean {
  return items.some((each) => JSON.stringify(each).includes(marker))
}
