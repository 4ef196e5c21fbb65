import type { Mend } from '../../check.ts'
import type { Inspection } from '../../run/inspection.ts'
import type { Description, Operation, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import { CannotTell } from '../../verdict.ts'
import { isJson, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { jsonSchemaOf } from '../crud/body.ts'
import { listIn } from '../crud/bulk.ts'

/** A request that reads several addresses at once, as it is described. */
export interface Batch {
  readonly path: string
  /** How many reads are described to be allowed. */
  readonly most: number | undefined
  /** An address that can be read with it. */
  readonly page: string
  /** Reads these addresses. */
  readonly read: (paths: readonly string[]) => Promise<Answered>
}

/** Members that say what is read, and how, by their usual names. */
const ADDRESS = /^(?:path|url|uri|href|relative_url)$/
const METHOD = /^(?:method|verb)$/
const ID = /^(?:id|key|content_id)$/

/**
 * Finds a request that is described to take a list of reads, and makes sure that it reads.
 *
 * @throws CannotTell where there is none
 */
export async function batchOf({ target, send }: Inspection): Promise<Batch> {
  const { description, pages } = target
  const page = pages.find(({ seen, path }) => isJson(seen.answer) && path !== `${target.base}/`) ?? pages[0]
  for (const operation of description?.operations ?? []) {
    if (description === undefined || page === undefined) break
    const found = readsOf(operation, description)
    if (found === undefined) continue
    const { contentFor, most } = found
    const { path } = operation
    const read = (paths: readonly string[]) =>
      send({ method: 'POST', path, as: page.as, json: contentFor(paths) })
    if (description.examine(found.schema, contentFor([page.path]), 'request').length > 0) continue
    const { answer } = await read([page.path])
    if (answer.status < 200 || answer.status >= 300)
      throw new CannotTell(`POST ${path} with GET ${page.path} was answered with ${statusLine(answer)}.`)
    return { path, most, page: page.path, read }
  }
  throw new CannotTell('It is not described to take a list of addresses to read, such as POST /batch.')
}

function readsOf(operation: Operation, description: Description) {
  if (operation.method !== 'POST' || !/[/$:_-](?:batch|multi-?get)$/i.test(operation.path)) return undefined
  const schema = jsonSchemaOf(operation)
  const list = schema === undefined ? undefined : listIn(schema, description.resolve)
  const item = list && readFor(list.items, description)
  if (schema === undefined || list === undefined || item === undefined) return undefined
  const { member, most } = list
  const contentFor = (paths: readonly string[]) =>
    member === undefined ? paths.map(item) : { [member]: paths.map(item) }
  return { schema, most, contentFor }
}

/** How one read is written: with nothing but an address, GET and an id. What else there must be could do anything. */
function readFor(
  schema: Schema,
  { resolve }: Description,
): ((path: string, index: number) => unknown) | undefined {
  const whole = resolve(schema)
  if (!isObject(whole)) return undefined
  const { properties = {}, required = [] } = whole
  const names = isObject(properties) ? Object.keys(properties) : []
  const address = names.find((name) => ADDRESS.test(name))
  const method = names.find((name) => METHOD.test(name))
  const id = names.find((name) => ID.test(name))
  const known = new Set([address, method, id])
  if (address === undefined || (required as readonly string[]).some((name) => !known.has(name)))
    return undefined
  return (path, index) => ({
    [address]: path,
    ...(method !== undefined && { [method]: 'GET' }),
    ...(id !== undefined && { [id]: String(index + 1) }),
  })
}

export const MEND_BATCH: Mend = {
  general:
    'Describe with maxItems how many reads a batch may have, and refuse more with 413 or 422 before the first is done. Answer with one entry for each read, in order, that has the status which it would have had alone.',
}
