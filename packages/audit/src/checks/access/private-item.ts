import type { Inspection } from '../../run/inspection.ts'
import type { Resource, User } from '../../target/target.ts'
import { CannotTell, need } from '../../verdict.ts'
import { jsonOf, statusLine, type Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { isObject } from '../../target/openapi/document.ts'

/** An item of one user that nobody else may see. It is deleted when the check is done with it. */
export interface PrivateItem extends AsyncDisposable {
  readonly resource: Resource
  readonly owner: User
  /** Somebody else. */
  readonly other: User
  readonly path: string
  readonly id: string
  /** Two words in it that are in nothing else; `undefined` where the resource has no text to change. */
  readonly marker: string | undefined
  /** How its owner reads it. */
  readonly shown: Answered
}

/** A collection whose items belong to somebody, its owner, and somebody else. */
export interface Owned {
  readonly resource: Resource
  readonly owner: User
  readonly other: User
}

/** @throws CannotTell where no collection is known whose items belong to one of two users */
export function ownedResource({ target }: Inspection): Owned {
  const { resources, users } = target
  for (const resource of resources) {
    const owner = users.find(({ name }) => name === resource.as?.name)
    const other = users.find(({ name }) => name !== owner?.name)
    if (owner !== undefined && other !== undefined && resource.methods.includes('read'))
      return { resource, owner, other }
  }
  throw new CannotTell(
    'It needs a collection whose items belong to one of two users; name one under "resources".',
  )
}

/**
 * Makes an item as its owner, and sees that the owner can read it and nobody cannot.
 *
 * @throws CannotTell where that does not succeed
 */
export async function privateItem(inspection: Inspection): Promise<PrivateItem> {
  const { send } = inspection
  const { resource, owner, other } = ownedResource(inspection)
  const marker =
    resource.text === undefined ? undefined : `${inspection.random.word(12)} ${inspection.random.word(12)}`
  const made = await makeItem(inspection, resource, owner, marker)
  const { path } = made
  const remove = async () => {
    if (resource.methods.includes('delete')) await send({ method: 'DELETE', path, as: owner })
  }
  try {
    const shown = await send({ path, as: owner })
    if (shown.answer.status !== 200)
      throw new CannotTell(`The owner of ${path} cannot read it: ${statusLine(shown.answer)}.`)
    const nobody = await send({ path })
    if (nobody.answer.status < 300)
      throw new CannotTell(`Everybody may read ${path}, so that nothing can be told of who else may.`)
    return { resource, owner, other, path, id: made.id, marker, shown, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** @throws CannotTell where it is not made, or not told where it is */
export async function makeItem(
  { send }: Inspection,
  resource: Resource,
  as: User,
  marker?: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly path: string; readonly id: string; readonly exchange: Answered }> {
  const request = makingRequest(resource, as, marker, more)
  const exchange = await send(request)
  const { answer } = exchange
  if (answer.status >= 300)
    throw new CannotTell(`No item could be made in ${resource.path}: ${statusLine(answer)}.`)
  const path = need(
    request.method === 'PUT' ? request.path : addressOf(answer, resource, exchange.origin),
    `The answer to POST ${resource.path} does not tell where the item is: no Location, no id.`,
  )
  return { path, id: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)), exchange }
}

/** What makes an item: POST to the collection, or PUT where the client chooses the address. */
export function makingRequest(
  resource: Resource,
  as: User | undefined,
  marker?: string,
  more: Readonly<Record<string, unknown>> = {},
): RequestSpec & { readonly method: string } {
  const text = resource.text === undefined || marker === undefined ? {} : { [resource.text]: marker }
  const json = { ...resource.example(), ...text, ...more }
  return resource.putAt === undefined
    ? { method: 'POST', path: resource.path, as, json }
    : { method: 'PUT', path: resource.putAt(), as, json }
}

/** From Location, else from a member that is an id. */
function addressOf(answer: Answer, resource: Resource, origin: string): string | undefined {
  const location = answer.headers.get('location')
  const url = location === undefined ? null : URL.parse(location, new URL(resource.path, origin))
  if (url?.origin === origin) return url.pathname
  const body = jsonOf(answer)
  if (!isObject(body)) return undefined
  const id = ['id', '_id', 'uuid', 'key', 'slug']
    .map((name) => body[name])
    .find((each) => typeof each === 'string' || typeof each === 'number')
  return id === undefined ? undefined : `${resource.path}/${encodeURIComponent(id)}`
}
