import { isObject } from '../../target/openapi/document.ts'
import { jsonOf } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { parseLinks } from '../http/links.ts'

/** One page of a list. */
export interface Page {
  readonly items: readonly unknown[]
  /** The address of the next one, or a cursor that leads there; `null` where it says that there is none. */
  readonly next: { readonly address: string } | { readonly cursor: string } | null | undefined
  /** How many items it says that there are in all. */
  readonly total: number | undefined
}

/** What a page says; `undefined` where the answer is no list in JSON. */
export function readPage({ answer }: Pick<Answered, 'answer'>): Page | undefined {
  if (answer.status < 200 || answer.status >= 300) return undefined
  const json = jsonOf(answer)
  const items = itemsIn(json)
  if (items === undefined) return undefined
  const links = linksIn({ answer })
  const linked = links.get('next')
  const said = Number(answer.headers.get('x-total-count') ?? Number.NaN)
  const total = Number.isInteger(said) ? said : totalIn(json)
  const next = linked !== undefined ? { address: linked } : nextIn(json)
  // Links to other pages, but none to a next one: this is the last.
  return { items, total, next: next === undefined && links.size > 0 ? null : next }
}

const LISTS = ['items', 'data', 'results', 'content', 'records', 'entries', 'value', 'hits', 'rows']

/** The one list of an answer: itself, or within it. */
function itemsIn(json: unknown, depth = 2): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json as unknown[]
  if (!isObject(json) || depth === 0) return undefined
  const named = LISTS.find((name) => Array.isArray(json[name]))
  if (named !== undefined) return json[named] as unknown[]
  const lists = Object.values(json).filter(Array.isArray)
  if (lists.length === 1) return lists[0] as unknown[]
  if (lists.length > 1) return undefined
  const within = Object.values(json).flatMap((each) => {
    const found = itemsIn(each, depth - 1)
    return found === undefined ? [] : [found]
  })
  return within.length === 1 ? within[0] : undefined
}

/** Where answers say what is around the items. */
const AROUND = ['page', 'paging', 'pagination', 'meta', 'links', '_links', 'cursors', 'pageInfo', 'metadata']
const NEXT =
  /^(?:next|nexturl|nextlink|nextpage|nextcursor|nextpagetoken|nexttoken|endcursor|after|@odata\.nextlink)$/

export function nextIn(json: unknown): Page['next'] {
  let said: Page['next']
  for (const each of around(json))
    for (const [name, value] of Object.entries(each)) {
      const plain = name.toLowerCase().replaceAll(/[_-]/g, '')
      if (/^has(?:more|next|nextpage)$/.test(plain) && value === false) return null
      if (!NEXT.test(plain)) continue
      const target = isObject(value) ? value['href'] : value
      if (typeof target === 'string' && target !== '')
        return /^(?:https?:\/\/|\/|\?)/.test(target) ? { address: target } : { cursor: target }
      if (target === null || target === '') said = null
    }
  return said
}

const TOTAL = /^(?:total|totalcount|totalitems|totalelements|totalresults|totalrecords)$/

function totalIn(json: unknown): number | undefined {
  for (const each of around(json))
    for (const [name, value] of Object.entries(each)) {
      const plain = name.toLowerCase().replaceAll(/[_-]/g, '')
      if (TOTAL.test(plain) && Number.isInteger(value)) return value as number
    }
  return undefined
}

function around(json: unknown): Readonly<Record<string, unknown>>[] {
  if (!isObject(json)) return []
  return [json, ...AROUND.map((name) => json[name]).filter(isObject)]
}

/** The targets of the Link field by their relations; none where it cannot be read. */
export function linksIn({ answer }: Pick<Answered, 'answer'>): Map<string, string> {
  const found = new Map<string, string>()
  for (const { target, rel = '' } of parseLinks(answer.headers.get('link') ?? '') ?? [])
    for (const relation of rel.toLowerCase().split(/\s+/))
      if (relation !== '' && !found.has(relation)) found.set(relation, target)
  return found
}
