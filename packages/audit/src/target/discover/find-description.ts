import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { isJson } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { Description } from '../description.ts'
import { describe } from '../openapi/describe.ts'
import { BadDescription } from '../openapi/read-document.ts'
import { atOnce } from './at-once.ts'
import { isObject } from '../openapi/document.ts'
import { endsSomething } from './links.ts'
import { isSuccess, type Probe } from './probe.ts'

/** Where frameworks put their documents. */
const WELL_KNOWN = [
  '/openapi.json',
  '/openapi.yaml',
  '/v3/api-docs',
  '/swagger.json',
  '/swagger/v1/swagger.json',
  '/api/openapi.json',
  '/api-docs',
  '/api-json',
  '/docs/json',
  '/documentation/json',
  '/q/openapi',
]

export interface FoundDescription {
  readonly description: Description | undefined
  /** What was found out, as sentences. */
  readonly says: readonly string[]
}

interface Place {
  readonly origin: URL
  readonly base: string
}

/** Milliseconds: a large document can take its time. */
const WITHIN = 10_000

/**
 * The description that was given: a file, an address of the target's own, or any other.
 *
 * @throws BadDescription where it cannot be had or read
 */
export async function givenDescription(given: string, place: Place, probe: Probe): Promise<Description> {
  if (!/^https?:\/\//i.test(given) && existsSync(given)) {
    if (!(await stat(given)).isFile()) throw new BadDescription(`${given} is no file.`)
    return placed(await readFile(given, 'utf8'), given, place.origin, place, probe)
  }
  const url = URL.parse(given, place.origin)
  const local = url?.origin === place.origin.origin
  if (url === null || (local && !/^(?:https?:\/)?\//i.test(given)))
    throw new BadDescription(`There is no OpenAPI document ${given}: neither a file nor an address.`)
  const text = local ? await ownText(`${url.pathname}${url.search}`, probe) : await foreignText(url)
  return placed(text, given, url, place, probe)
}

/**
 * The description with the paths that the target has: a document often names the server of production alone, with a path
 * that a copy of it on another machine lacks.
 *
 * @throws BadDescription
 */
async function placed(
  text: string,
  from: string,
  at: URL,
  { base }: Place,
  probe: Probe,
): Promise<Description> {
  const described = describe(text, from, at, base)
  if (!isObject(described.document) || described.document.servers === undefined) return described
  if (await isThere(described, probe)) return described
  const plain = describe(text, from, at, base, true)
  return (await isThere(plain, probe)) ? plain : described
}

const MOST_PROBES = 3

/** Whether anything is where the description has something that can be asked for as it is. */
async function isThere({ operations }: Description, probe: Probe): Promise<boolean> {
  const plain = operations.filter(
    (each) => each.method === 'GET' && !each.path.includes('{') && !endsSomething(each),
  )
  const answers = await atOnce(plain.slice(0, MOST_PROBES), ({ path }) => probe({ path }))
  return answers.some((each) => each !== undefined && each.answer.status !== 404)
}

async function ownText(path: string, probe: Probe): Promise<string> {
  const answered = await probe({ path }, WITHIN)
  if (answered === undefined || !isSuccess(answered.answer))
    throw new BadDescription(
      `There is no OpenAPI document at ${path}: ${answered === undefined ? 'no answer came' : `the answer was ${answered.answer.status}`}.`,
    )
  return answered.answer.body.toString()
}

async function foreignText(url: URL): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN) })
    if (response.ok) return await response.text()
    throw new BadDescription(
      `There is no OpenAPI document at ${url.href}: the answer was ${response.status}.`,
    )
  } catch (error) {
    if (error instanceof BadDescription) throw error
    throw new BadDescription(`${url.href} cannot be fetched: ${(error as Error).message}.`, { cause: error })
  }
}

/** Looks for a description where there often is one, and where the start page points to. */
export async function findDescription(
  place: Place,
  start: Answered,
  probe: Probe,
): Promise<FoundDescription> {
  const bases = place.base === '' ? [''] : [place.base, '']
  const known = bases.flatMap((base) => WELL_KNOWN.map((path) => `${base}${path}`))
  const linked = linksToDescriptions(start, place.origin)
  const [usual = '', ...others] = [...new Set([...linked, ...known])]
  const says: string[] = []
  const read = async (path: string): Promise<Description | undefined> => {
    const answered = await probe(
      { path, headers: { Accept: 'application/json, application/yaml, */*' } },
      WITHIN,
    )
    if (answered === undefined || !isSuccess(answered.answer) || !mayDescribe(answered)) return undefined
    try {
      return await placed(answered.answer.body.toString(), path, new URL(path, place.origin), place, probe)
    } catch (error) {
      if (!(error instanceof BadDescription)) throw error
      says.push(error.message)
      return undefined
    }
  }
  const found = (await read(usual)) ?? (await atOnce(others, read)).find((each) => each !== undefined)
  return { description: found, says: found === undefined ? says : [] }
}

/** Whether it could be a document, not any page. What it says of itself is often wrong: YAML has many types. */
function mayDescribe({ answer }: Answered): boolean {
  const text = answer.body.toString('utf8', 0, 2000)
  if (/^\s*</.test(text)) return false
  return /["']?(?:openapi|swagger)["']?\s*:/.test(isJson(answer) ? answer.body.toString() : text)
}

/** Addresses of the same origin in the start page that look as if a document were there. */
function linksToDescriptions({ answer }: Answered, origin: URL): string[] {
  // A service that describes itself points there with `service-desc` (RFC 8631 section 2).
  const described = /<([^>]*)>[^,]*;\s*rel="?service-desc\b/i.exec(answer.headers.get('link') ?? '')?.[1]
  const quoted = [
    ...answer.body.toString().matchAll(/["']([^"'\s<>]*(?:openapi|swagger|api-docs)[^"'\s<>]*)["']/gi),
  ]
    .map(([, address]) => address as string)
    .filter((address) => /[./]/.test(address) && !/\.(?:css|m?js|png|svg|ico|map)(?:\?|$)/i.test(address))
  return [described, ...quoted.slice(0, 5)].flatMap((address) => {
    const url = address === undefined ? null : URL.parse(address, origin)
    return url?.origin === origin.origin ? [`${url.pathname}${url.search}`] : []
  })
}
