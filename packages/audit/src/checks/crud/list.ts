import type { Inspection } from '../../run/inspection.ts'
import type { Operation, Parameter } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Resource, Target, User } from '../../target/target.ts'
import { across, CannotTell, inconclusive, type Verdict } from '../../verdict.ts'
import type { Json } from './body.ts'
import { readPage } from './page.ts'

/** An address that answers with several items. */
export interface List {
  /** Without a query. */
  readonly path: string
  readonly as: User | undefined
  readonly operation: Operation | undefined
  /** Whose items can be made, where they can. */
  readonly resource: Resource | undefined
  /** The parameter for the size of a page, where it was found out by asking. */
  readonly sizedBy?: string
}

const MOST = 5

/** The lists that are known: of collections, and pages that are lists. */
function listsOf({ resources, pages }: Pick<Target, 'resources' | 'pages'>): List[] {
  const own = resources.filter(({ methods }) => methods.includes('list')).map((resource) => listOf(resource))
  // What is not described may as well be a file.
  const others = pages
    .filter(({ seen, operation }) => operation !== undefined && isObject(readPage(seen)?.items[0]))
    .map(({ path, as, operation }): List => ({
      path: path.replace(/\?.*$/s, ''),
      as,
      operation,
      resource: undefined,
    }))
  return [...own, ...others]
    .filter(({ path }, index, all) => all.findIndex((each) => each.path === path) === index)
    .slice(0, MOST)
}

export function listOf(resource: Resource): List {
  return { path: resource.path, as: resource.as, operation: resource.operations['list'], resource }
}

/** One verdict for all lists that are known. */
export function acrossLists(
  { target }: Pick<Inspection, 'target'>,
  examine: (list: List) => Promise<Verdict | undefined>,
  none = 'No list of items is known that this could be told of; name a collection under "resources", or describe its parameters with OpenAPI.',
): Promise<Verdict> {
  return across(listsOf(target), none, async (list) => {
    try {
      return await examine(list)
    } catch (error) {
      if (error instanceof CannotTell) return inconclusive(error.message)
      throw error
    }
  })
}

/** An address with parameters put into its query, in place of those of the same name. */
export function withQuery(path: string, values: Readonly<Record<string, string | number>>): string {
  const [address = '', query = ''] = path.split('?', 2)
  const kept = query.split('&').filter((pair) => pair !== '' && !Object.hasOwn(values, nameOf(pair)))
  const added = Object.entries(values).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  const all = [...kept, ...added]
  return all.length === 0 ? address : `${address}?${all.join('&')}`
}

function nameOf(pair: string): string {
  try {
    return decodeURIComponent((pair.split('=', 1)[0] as string).replaceAll('+', ' '))
  } catch {
    return pair
  }
}

/** Names of parameters by what they are for, in lower case, without separators. */
const NAMES = {
  size: /^(?:limit|perpage|pagesize|size|pagelimit|maxresults|maxitems|count|first|top|\$top|page\[(?:size|limit)\])$/,
  cursor:
    /^(?:cursor|after|pagetoken|startingafter|continuation(?:token)?|marker|nexttoken|page\[(?:after|cursor)\])$/,
  offset: /^(?:offset|skip|start|\$skip|page\[offset\])$/,
  sort: /^(?:sort|sortby|order|orderby|ordering|\$orderby)$/,
  search: /^(?:q|search|query|text|term|keyword|s)$/,
} as const

/** A described parameter of a list's query, by what it is for. */
export function parameterFor({ operation }: List, use: keyof typeof NAMES): Parameter | undefined {
  const found = operation?.parameters.filter(
    (each) => each.in === 'query' && NAMES[use].test(each.name.toLowerCase().replaceAll(/[_.-]/g, '')),
  )
  return found?.[0]
}

/** A bound that the schema of a parameter sets. */
export function boundOf(
  { schema }: Parameter,
  bound: 'minimum' | 'maximum',
  { description }: Pick<Target, 'description'>,
): number | undefined {
  const resolved = description?.resolve(schema)
  const value = isObject(resolved) ? resolved[bound] : undefined
  return typeof value === 'number' ? value : undefined
}

/** Sends a list's address with parameters. */
export async function ask(
  { send }: Pick<Inspection, 'send'>,
  { path, as }: List,
  values: Readonly<Record<string, string | number>> = {},
) {
  const answered = await send({ path: withQuery(path, values), as })
  return { answered, page: readPage(answered) }
}

/** The items of a page that are objects. */
export function objectsOf(items: readonly unknown[]): Json[] {
  return items.filter(isObject)
}

/** The name of the parameter for the size of a page, as it is described or was found out. */
export function sizeName(list: List): string | undefined {
  return list.sizedBy ?? parameterFor(list, 'size')?.name
}

const USUAL_SIZES = ['limit', 'per_page', 'page_size', 'pageSize', 'size']

/** Finds out how to ask for a small page, where that is not described: what gives one item where there are several. */
export async function probed(inspection: Inspection, list: List): Promise<List> {
  if (sizeName(list) !== undefined || list.operation !== undefined) return list
  const all = await ask(inspection, list)
  if ((all.page?.items.length ?? 0) < 2) return list
  for (const name of USUAL_SIZES) {
    const { page } = await ask(inspection, list, { [name]: 1 })
    if (page?.items.length === 1) return { ...list, sizedBy: name }
  }
  return list
}
