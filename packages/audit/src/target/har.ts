import { readFile } from 'node:fs/promises'
import { isObject } from './openapi/document.ts'

/** A recording that cannot be read at all. */
export class BadHar extends Error {
  override readonly name = 'BadHar'
}

/** What a browser recorded of the target. */
export interface Recording {
  /** GET addresses that answered with success, in the order in which they were seen. */
  readonly pages: readonly string[]
  /** Bodies that were sent as JSON and taken. */
  readonly bodies: readonly RecordedBody[]
  /** The last `Authorization` and `Cookie` that were sent. Nobody uses them unless told to. */
  readonly credentials: Readonly<Record<string, string>>
  /** Entries that were made out, and those of other origins. */
  readonly entries: number
  readonly foreign: number
}

export interface RecordedBody {
  /** In capitals. */
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly json: unknown
}

/** In characters. */
const LARGEST = 256 << 20

/** @throws BadHar */
export async function loadHar(file: string, origin: URL): Promise<Recording> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new BadHar(`The recording ${file} cannot be read: ${(error as Error).message}.`, { cause: error })
  }
  return readHar(text, file, origin)
}

/**
 * Reads an HTTP Archive (HAR 1.2). Entries that are broken or of another origin are passed over.
 *
 * @throws BadHar where it is none
 */
export function readHar(text: string, file: string, origin: URL): Recording {
  const entries = entriesOf(text, file)
  const pages = new Set<string>()
  const bodies: RecordedBody[] = []
  const credentials: Record<string, string> = {}
  let own = 0
  let foreign = 0
  for (const entry of entries) {
    const read = readEntry(entry)
    if (read === undefined) continue
    const { url, method, status, request } = read
    if (url.origin !== origin.origin) {
      foreign++
      continue
    }
    own++
    for (const [name, value] of credentialsOf(request)) credentials[name] = value
    if (status < 200 || status > 299) continue
    if (method === 'GET') pages.add(`${url.pathname}${url.search}`)
    const json = bodyOf(request)
    if (json !== undefined) bodies.push({ method, path: url.pathname, json })
  }
  return { pages: [...pages], bodies, credentials, entries: own, foreign }
}

function entriesOf(text: string, file: string): readonly unknown[] {
  if (text.length > LARGEST)
    throw new BadHar(`The recording ${file} is too large; ${LARGEST} characters are the most.`)
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new BadHar(`The recording ${file} is no JSON: ${(error as Error).message}.`, { cause: error })
  }
  const log = isObject(value) ? value.log : undefined
  if (!isObject(log) || !Array.isArray(log.entries))
    throw new BadHar(`${file} is no recording (HAR): it has no list of entries at /log/entries.`)
  return log.entries as unknown[]
}

interface Entry {
  readonly url: URL
  readonly method: string
  readonly status: number
  readonly request: Readonly<Record<string, unknown>>
}

function readEntry(entry: unknown): Entry | undefined {
  if (!isObject(entry) || !isObject(entry.request) || !isObject(entry.response)) return undefined
  const { url: address, method } = entry.request
  const { status } = entry.response
  const url = typeof address === 'string' ? URL.parse(address) : null
  if (url === null || typeof method !== 'string' || typeof status !== 'number') return undefined
  return { url, method: method.toUpperCase(), status, request: entry.request }
}

function credentialsOf({ headers }: Entry['request']): [string, string][] {
  return (Array.isArray(headers) ? (headers as unknown[]) : []).flatMap((header): [string, string][] => {
    if (!isObject(header) || typeof header.name !== 'string' || typeof header.value !== 'string') return []
    const name = ['Authorization', 'Cookie'].find(
      (each) => each.toLowerCase() === (header.name as string).toLowerCase(),
    )
    return name === undefined || /[\0\r\n]/.test(header.value) ? [] : [[name, header.value]]
  })
}

function bodyOf({ postData }: Entry['request']): unknown {
  if (!isObject(postData) || typeof postData.text !== 'string') return undefined
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(String(postData.mimeType))) return undefined
  try {
    return JSON.parse(postData.text) as unknown
  } catch {
    return undefined
  }
}
