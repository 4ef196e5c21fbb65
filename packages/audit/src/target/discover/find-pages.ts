import { randomOf } from '../../run/random.ts'
import { isJson, jsonOf } from '../../wire/answer.ts'
import type { AuditConfig } from '../config.ts'
import type { Description, Operation } from '../description.ts'
import type { Page, User } from '../target.ts'
import { atOnce } from './at-once.ts'
import type { Contact } from './contact.ts'
import { addressesOf, itemsOf, type Known, type List } from './fill.ts'
import { endsSomething, linksIn } from './links.ts'
import { fillRandom } from './placeholders.ts'
import { isRefusal, isSuccess, type Probe } from './probe.ts'

export interface FoundPages {
  /** The most telling first. */
  readonly pages: readonly Page[]
  /** Addresses that refused whoever was nobody. */
  readonly guarded: readonly string[]
  /** What was named and is none, as sentences. */
  readonly says: readonly string[]
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
const MOST_GUARDED = 10
/** Described operations that are asked for, and links that are followed. */
const MOST_OPERATIONS = 40
const MOST_LINKS = 8
/** Milliseconds for a page that was named. */
const NAMED_WITHIN = 5000
/** Bytes of content that all pages have together: they are kept as long as the audit goes on. */
const MOST_CONTENT = 64 << 20

/** A path to look at, as nobody first where there is nobody to be. */
interface Candidate {
  readonly path: string
  readonly as?: User | undefined
  readonly operation?: Operation
  /** Whether it is a page whatever the others are like. */
  readonly named?: boolean
}

type Look = (candidate: Candidate) => Promise<Page | undefined>

/** Looks for addresses that answer a GET with success. Nothing but GET is sent, and nothing that sounds like an end. */
export async function findPages(search: Search): Promise<FoundPages> {
  const { config, description, seed, users, base } = search
  const guarded = new Set(config.guarded)
  const look = looker(search, guarded)
  const given = (config.pages ?? []).map((each): Candidate => {
    const { path, as } = typeof each === 'string' ? { path: each } : each
    return {
      path: fillRandom(path, randomOf(`${seed} ${path}`)),
      as: users.find(({ name }) => name === as),
      named: true,
    }
  })
  // In the order of what was asked, whichever was answered first.
  const named = await atOnce(given, look)
  const described = description === undefined ? [] : await lookAtDescribed(description, seed, look)
  const start = await look({ path: `${base}/`, named: true })
  const found = [...named, ...described, start].filter((page) => page !== undefined)
  const paths = new Set(found.map(({ path }) => path))
  const links = new Set(
    found.flatMap((page) => linksIn(page, search.origin)).filter((path) => !paths.has(path)),
  )
  const linked = await atOnce([...links].slice(0, MOST_LINKS), (path) => look({ path }))
  const all = [...found, ...linked.filter((page) => page !== undefined)]
  const once = all
    .filter(({ path }, index) => all.findIndex((each) => each.path === path) === index)
    // What is named may be described as well.
    .map((page) => ({ ...page, operation: page.operation ?? operationAt(page.path, described) }))
  return {
    pages: ranked(once, given, description?.from).slice(0, MOST_PAGES),
    guarded: [...guarded].toSorted(),
    says: given
      .filter((_, index) => named[index] === undefined)
      .map(({ path }) => `${path}, which the configuration names, does not answer a GET with success.`),
  }
}

/** @param guarded is given what whoever is nobody may not see */
function looker({ contact, probe, users }: Search, guarded: Set<string>): Look {
  let content = 0
  return async ({ path, as, operation, named = false }) => {
    // Who names a page has a reason to: it may be large, or slow.
    const within = named ? NAMED_WITHIN : undefined
    const nobody = await probe({ path }, within)
    if (nobody === undefined) return undefined
    const refused = isRefusal(nobody.answer)
    const user = as ?? (refused || operation?.secured === true ? users[0] : undefined)
    const seen = user === undefined ? nobody : await probe({ path, as: user }, within)
    const succeeded = seen !== undefined && isSuccess(seen.answer)
    // What refuses everybody may be a door without anything behind it.
    if (refused && guarded.size < MOST_GUARDED && (succeeded || operation?.secured === true))
      guarded.add(path)
    if (!succeeded || isStream(seen.answer)) return undefined
    const known = named || operation !== undefined || user !== undefined
    if (!known && contact.isCatchAll(seen.answer)) return undefined
    if (content + seen.answer.body.length > MOST_CONTENT) return undefined
    content += seen.answer.body.length
    return {
      path,
      seen,
      ...(user === undefined ? {} : { as: user }),
      ...(operation === undefined ? {} : { operation }),
    }
  }
}

/** First what can be asked for as it is, then, floor by floor, what lists show the way to. */
async function lookAtDescribed(description: Description, seed: string, look: Look): Promise<Page[]> {
  const lists = new Map<string, List>()
  const known: Known = { description, seed, lists }
  const found: Page[] = []
  const gets = description.operations.filter(
    (each) => each.method === 'GET' && !endsSomething(each) && !isDescribedStream(each),
  )
  const depth = ({ path }: Operation) => path.split('/{').length
  for (const level of [...new Set(gets.map(depth))].toSorted((one, other) => one - other)) {
    const operations = gets.filter((each) => depth(each) === level).slice(0, MOST_OPERATIONS)
    const pages = await atOnce(operations, (operation) => lookAt(operation, known, look))
    for (const [index, page] of pages.entries()) {
      if (page === undefined) continue
      found.push(page)
      const path = page.path.replace(/\?.*$/s, '')
      const { path: template } = operations[index] as Operation
      if (isJson(page.seen.answer)) lists.set(template, { path, items: itemsOf(jsonOf(page.seen.answer)) })
    }
  }
  return found
}

/** Tries the addresses that an operation may have until one answers. */
async function lookAt(operation: Operation, known: Known, look: Look): Promise<Page | undefined> {
  for (const path of addressesOf(operation, known)) {
    const page = await look({ path, operation })
    if (page !== undefined) return page
  }
  return undefined
}

function operationAt(path: string, described: readonly Page[]): Operation | undefined {
  return described.find((page) => page.path === path)?.operation
}

function isDescribedStream({ answers }: Operation): boolean {
  return Object.values(answers).some(({ content }) => content['text/event-stream'] !== undefined)
}

function isStream({ headers }: Page['seen']['answer']): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
}

/** Those that were named, then JSON with items, JSON, other content such as the description itself, and what has none. */
function ranked(
  pages: readonly Page[],
  given: readonly Candidate[],
  description: string | undefined,
): Page[] {
  const rank = ({ path, seen: { answer } }: Page) => {
    if (given.some((each) => each.path === path)) return 0
    if (answer.body.length === 0) return 4
    if (!isJson(answer) || path === description) return 3
    return itemsOf(jsonOf(answer)).length > 0 ? 1 : 2
  }
  return pages.toSorted((one, other) => rank(one) - rank(other))
}
