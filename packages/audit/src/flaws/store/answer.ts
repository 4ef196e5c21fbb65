import type { IncomingMessage, ServerResponse } from 'node:http'
import { isObject } from '../../target/openapi/document.ts'
import type { Thing, ThingInput, Things, Wanted } from './things.ts'
import type { Traits } from './traits.ts'

const MOST = 100
const MOST_AT_ONCE = 20
const SORTS = ['name', 'text', 'rank', 'place'] as const

interface Said {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers the requests to a store. */
export function createAnswer(things: Things, traits: Traits, document: unknown) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const {
      status,
      body,
      headers = {},
    } = await reply(request, Buffer.concat(chunks).toString(), things, traits, document)
    response.writeHead(status, {
      ...headers,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }
}

async function reply(
  { method = 'GET', url = '/' }: IncomingMessage,
  content: string,
  things: Things,
  traits: Traits,
  document: unknown,
): Promise<Said> {
  const { pathname, searchParams } = new URL(url, 'http://store.example')
  const read = method === 'GET' || method === 'HEAD'
  if (pathname === '/openapi.json' && read) return { status: 200, body: document }
  if (pathname === '/' && read) return { status: 200, body: { things: '/things' } }
  if (pathname === '/things' && read) return list(searchParams, things, traits)
  if (pathname === '/things' && method === 'POST') return make(content, things, traits)
  if (pathname === '/things/bulk' && method === 'POST') return makeAll(content, things, traits)
  const id = /^\/things\/([\w-]{1,50})$/.exec(pathname)?.[1]
  const thing = id === undefined ? undefined : things.find(id)
  if (id !== undefined && method === 'PUT') return put(id, thing, content, things, traits)
  if (thing === undefined) return { status: 404, body: {} }
  if (read) return { status: 200, body: thing }
  if (method !== 'DELETE') return { status: 405, headers: { Allow: 'GET, HEAD, PUT, DELETE' } }
  things.remove(thing)
  return { status: 204 }
}

async function list(query: URLSearchParams, things: Things, traits: Traits): Promise<Said> {
  const wanted = wantedOf(query, traits)
  if (wanted === undefined) return { status: 422, body: {} }
  if (traits.breaksAtQuote === true && wanted.search?.includes("'") === true)
    return { status: 500, body: { error: 'unterminated quoted string' } }
  const { items, next, total } = await things.list(wanted)
  const shown = items.length === 0 && traits.nullList === true ? null : items
  if (next === undefined) return { status: 200, body: { items: shown, next: null, total } }
  query.set('cursor', next)
  return { status: 200, body: { items: shown, next: `/things?${query.toString()}`, total } }
}

/** What a query asks for; `undefined` where it is none that there is. */
function wantedOf(query: URLSearchParams, { unbounded, sortsByAnything }: Traits): Wanted | undefined {
  const limit = Number(query.get('limit') ?? 20)
  const asked = query.get('sort') ?? 'place'
  const sort = SORTS.find((each) => each === asked) ?? (sortsByAnything === true ? 'place' : undefined)
  const rank = query.get('rank')
  const isKnown = query.keys().every((name) => ['limit', 'sort', 'q', 'rank', 'cursor'].includes(name))
  const isBounded = Number.isInteger(limit) && limit >= 1 && (limit <= MOST || unbounded === true)
  const cursor = query.get('cursor') ?? undefined
  if (!isKnown || !isBounded || sort === undefined || (rank !== null && !/^\d+$/.test(rank))) return undefined
  if (cursor !== undefined && !isCursor(cursor)) return undefined
  return {
    limit,
    sort,
    cursor,
    search: query.get('q') ?? undefined,
    rank: rank === null ? undefined : Number(rank),
  }
}

function isCursor(cursor: string): boolean {
  try {
    return /^\d+$/.test(cursor) || Array.isArray(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return false
  }
}

async function make(content: string, things: Things, traits: Traits): Promise<Said> {
  const input = inputOf(parse(content), traits)
  if (input === undefined) return { status: 422, body: {} }
  const thing = await things.make(input)
  return thing === undefined ? twin(traits) : created(thing)
}

async function put(
  id: string,
  thing: Thing | undefined,
  content: string,
  things: Things,
  traits: Traits,
): Promise<Said> {
  const isRuled = thing === undefined || traits.ruledWhenNew !== true
  const input = inputOf(parse(content), traits, isRuled)
  if (input === undefined) return { status: 422, body: {} }
  const changed = await (thing === undefined ? things.make(input, id) : things.replace(thing, input))
  if (changed === undefined) return twin(traits)
  return thing === undefined && traits.putSaysOk !== true ? created(changed) : { status: 200, body: changed }
}

async function makeAll(content: string, things: Things, traits: Traits): Promise<Said> {
  const given = parse(content)
  const all: unknown[] = isObject(given) && Array.isArray(given['items']) ? given['items'] : []
  if (all.length === 0 || (all.length > MOST_AT_ONCE && traits.bulkUnbounded !== true))
    return { status: 422, body: {} }
  const inputs = all.map((each) => inputOf(each, traits))
  const wrong = inputs.indexOf(undefined)
  if (wrong !== -1 && traits.bulkInPart !== true) return { status: 422, body: { index: wrong } }
  const made: unknown[] = []
  for (const input of wrong === -1 ? inputs : inputs.slice(0, wrong))
    if (input !== undefined) made.push(await things.make(input))
  return wrong === -1 ? { status: 200, body: { items: made } } : { status: 422, body: { index: wrong } }
}

function created(thing: Thing): Said {
  return { status: 201, body: thing, headers: { Location: `/things/${thing.id}` } }
}

function twin({ faultOnTwin }: Traits): Said {
  return faultOnTwin === true
    ? { status: 500, body: {} }
    : { status: 409, body: { error: 'The name is taken.' } }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content) as unknown
  } catch {
    return undefined
  }
}

function inputOf(given: unknown, { takesAll = false }: Traits, isRuled = true): ThingInput | undefined {
  if (!isObject(given)) return undefined
  const { name, text, rank, place, ...others } = given
  if (!takesAll && (place !== undefined || Object.keys(others).length > 0)) return undefined
  if (typeof name !== 'string' || name === '' || name.length > 100) return undefined
  if (text !== undefined && (typeof text !== 'string' || text.length > 1000)) return undefined
  if (rank !== undefined && !isCount(rank) && isRuled) return undefined
  return {
    name,
    ...(text !== undefined && { text }),
    ...(rank !== undefined && { rank: rank as number }),
    ...(isCount(place) && { place }),
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}
