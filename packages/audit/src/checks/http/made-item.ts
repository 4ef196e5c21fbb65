import type { Inspection } from '../../run/inspection.ts'
import type { Resource } from '../../target/target.ts'
import { CannotTell, need } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { isObject } from '../../target/openapi/document.ts'

/** What the text of an item says after `change`. */
export const CHANGED = 'changed by the audit'

/** An item of a collection that was made for one check, and is deleted when the check is done with it. */
export interface MadeItem extends AsyncDisposable {
  readonly path: string
  readonly resource: Resource
  /** How it was made. */
  readonly created: Answered
  /** Reads it as who made it. */
  readonly read: () => Promise<Answered>
  /** Changes it as who made it; with PUT or PATCH, and other content each time. */
  readonly change: (headers?: RequestSpec['headers']) => RequestSpec
}

/**
 * Makes an item that can be read.
 *
 * @param methods what else can be done with it
 * @throws CannotTell where none can be made
 */
export async function madeItem(
  { send, target }: Inspection,
  ...methods: Resource['methods']
): Promise<MadeItem> {
  const wanted: Resource['methods'] = ['create', 'read', ...methods]
  const resource = need(
    target.resources.find((each) => wanted.every((method) => each.methods.includes(method))),
    `No collection is known whose items have ${wanted.join(', ')}; name one under "resources".`,
  )
  const { as, putAt } = resource
  const json = resource.example()
  const making: RequestSpec =
    putAt === undefined
      ? { method: 'POST', path: resource.path, as, json }
      : { method: 'PUT', path: putAt(), as, json }
  const created = await send(making)
  const { answer } = created
  if (answer.status >= 300)
    throw new CannotTell(`No item could be made in ${resource.path}: ${statusLine(answer)}.`)
  const path = need(
    putAt === undefined ? addressOf(created, resource) : making.path,
    `The answer to POST ${resource.path} does not tell where the item is: no Location, no id.`,
  )
  return {
    path,
    resource,
    created,
    read: () => send({ path, as }),
    change(headers = {}) {
      const changed = resource.example()
      const { text } = resource
      if (text !== undefined) changed[text] = CHANGED
      if (resource.methods.includes('replace')) return { method: 'PUT', path, as, headers, json: changed }
      const type = { 'Content-Type': 'application/merge-patch+json' }
      const patch = text === undefined ? changed : { [text]: changed[text] }
      return { method: 'PATCH', path, as, headers: { ...type, ...headers }, json: patch }
    },
    async [Symbol.asyncDispose]() {
      if (resource.methods.includes('delete')) await send({ method: 'DELETE', path, as })
    },
  }
}

/** Where what was made is: from Location, else from a member that is an id. */
export function addressOf(
  { answer, origin }: Answered,
  { path }: Pick<Resource, 'path'>,
): string | undefined {
  const location = answer.headers.get('location')
  const url = location === undefined ? null : URL.parse(location, new URL(path, origin))
  if (url?.origin === origin) return url.pathname
  const body = jsonOf(answer)
  if (!isObject(body)) return undefined
  const id = ['id', '_id', 'uuid', 'key', 'slug']
    .map((name) => body[name])
    .find((each) => typeof each === 'string' || typeof each === 'number')
  return id === undefined ? undefined : `${path}/${encodeURIComponent(id)}`
}
