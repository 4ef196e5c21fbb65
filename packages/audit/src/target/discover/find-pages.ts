import { randomOf } from '../../run/random.ts'
import { isJson, jsonOf } from '../../wire/answer.ts'
import type { AuditConfig } from '../config.ts'
import type { Description, Operation } from '../description.ts'
import type { Page, User } from '../target.ts'
import { atOnce } from './at-once.ts'
import type { Contact } from './contact.ts'
import { addressesOf, itemsOf, type Known } from './fill.ts'
import { endsSomething, linksIn } from './links.ts'
import { fillRandom } from './placeholders.ts'
import { isRefusal, isSuccess, type Probe } from './probe.ts'

export interface FoundPages {
  /** The most telling first. */
  readonly pages: readonly Page[]
  /** Addresses that refused whoever was nobody. */
  readonly guarded: readonly string[]
}

/** What is known when pages are looked for. */
export interface Search {
  readonly config: AuditConfig
  readonly origin: URL
  readonly base: string
  readonly description: Description | undefined
  readonly users: readonly User[]
  readonly contact: Contact
  readonly probe: Probe
  readonly seed: string
}

const MOST_PAGES = 20
/** Described operations that are asked for, and links that are followed. */
const MOST_OPERATIONS = 60
const MOST_LINKS = 8

/** A path to look at, as nobody first where there is nobody to be. */
interface Candidate {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly as?: User | undefined
  readonly operation?: Operation
}

/** Looks for addresses that answer a GET with success. Nothing but GET is sent, and nothing that sounds like an end. */
export async function findPages(search: Search): Promise<FoundPages> {
  const { config, description, contact, probe, seed, users, base } = search
  const guarded = new Set(config.guarded)
  const look = async (candidate: Candidate): Promise<Page | undefined> => {
    const { path, as, operation, headers = {} } = candidate
    const nobody = await probe({ path, headers })
    if (nobody === undefined) return undefined
    const refused = isRefusal(nobody.answer)
    if (refused && guarded.size < MOST_PAGES) guarded.add(path)
    const user = as ?? (refused || operation?.secured === true ? users[0] : undefined)
    const seen = user === undefined ? nobody : await probe({ path, headers, as: user })
    if (seen === undefined || !isSuccess(seen.answer) || isStream(seen.answer)) return undefined
    if (user === undefined && operation === undefined && contact.isCatchAll(seen.answer)) return undefined
    // Headers that a described GET asks for are part of whoever asks.
    const asked = Object.keys(headers).length === 0
    const owner = asked ? user : { name: user?.name ?? 'nobody', headers: { ...user?.headers, ...headers } }
    const described = operation === undefined ? {} : { operation }
    return { path, seen, ...(owner === undefined ? {} : { as: owner }), ...described }
  }
  const given = (config.pages ?? []).map((each): Candidate => {
    const { path, as } = typeof each === 'string' ? { path: each } : each
    return {
      path: fillRandom(path, randomOf(`${seed} ${path}`)),
      as: users.find(({ name }) => name === as),
    }
  })
  // In the order of what was asked, whichever was answered first.
  const found = (await atOnce(given, look)).flatMap((page) => page ?? [])
  if (description !== undefined) found.push(...(await lookAtDescribed(description, search, look)))
  const start = `${base}/`
  if (!found.some(({ path }) => path === start))
    found.push(...[await look({ path: start })].flatMap((page) => page ?? []))
  const known = new Set(found.map(({ path }) => path))
  const links = found.flatMap((page) => linksIn(page, search.origin)).filter((path) => !known.has(path))
  const linked = await atOnce(
    [...new Set(links)].slice(0, MOST_LINKS).map((path) => ({ path })),
    look,
  )
  found.push(...linked.flatMap((page) => page ?? []))
  const pages = ranked(found, given).filter(
    ({ path }, index, all) => all.findIndex((each) => each.path === path) === index,
  )
  return { pages: pages.slice(0, MOST_PAGES), guarded: [...guarded].toSorted() }
}

/** First what can be asked for as it is, then, floor by floor, what lists show the way to. */
async function lookAtDescribed(
  description: Description,
  { seed }: Search,
  look: (candidate: Candidate) => Promise<Page | undefined>,
): Promise<Page[]> {
  const lists = new Map<string, readonly Readonly<Record<string, unknown>>[]>()
  const known: Known = { description, seed, lists }
  const found: Page[] = []
  const gets = description.operations.filter((each) => each.method === 'GET' && !endsSomething(each))
  const depth = ({ path }: Operation) => path.split('/{').length
  for (const level of [...new Set(gets.map(depth))].toSorted((one, other) => one - other)) {
    const operations = gets.filter((each) => depth(each) === level).slice(0, MOST_OPERATIONS)
    const pages = await atOnce(operations, (operation) => lookAt(operation, known, look))
    for (const page of pages) {
      if (page === undefined) continue
      found.push(page)
      if (isJson(page.seen.answer))
        lists.set(page.path.replace(/\?.*$/s, ''), itemsOf(jsonOf(page.seen.answer)))
    }
  }
  return found
}

/** Tries the addresses that an operation may have until one answers. */
async function lookAt(
  operation: Operation,
  known: Known,
  look: (candidate: Candidate) => Promise<Page | undefined>,
): Promise<Page | undefined> {
  for (const { path, headers } of addressesOf(operation, known)) {
    const page = await look({ path, headers, operation })
    if (page !== undefined) return page
  }
  return undefined
}

function isStream({ headers }: Page['seen']['answer']): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
}

/** Those that were named, then JSON with items, JSON, other content, and what has none. */
function ranked(pages: readonly Page[], given: readonly Candidate[]): Page[] {
  const rank = ({ path, seen: { answer } }: Page) => {
    if (given.some((each) => each.path === path)) return 0
    if (answer.body.length === 0) return 4
    if (!isJson(answer)) return 3
    return itemsOf(jsonOf(answer)).length > 0 ? 1 : 2
  }
  return pages.toSorted((one, other) => rank(one) - rank(other))
}
