import type { Inspection } from '../../run/inspection.ts'
import type { Resource, User } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import { makeItem, type Item } from '../crud/item.ts'
import { isSuccess } from '../crud/seen.ts'

/** An item of one user that nobody else may see. It is deleted when the check is done with it. */
export interface PrivateItem extends Owned, Pick<Item, 'path' | 'body' | 'shown'>, AsyncDisposable {
  readonly id: string
  /** A text in it that is in nothing else; `undefined` where the resource has no text to change. */
  readonly marker: string | undefined
}

/** A collection whose items belong to somebody, its owner, and somebody else. */
export interface Owned {
  readonly resource: Resource
  readonly owner: User
  /** Somebody else. */
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
  const owned = ownedResource(inspection)
  const item = await makeItem(inspection, owned.resource, owned.owner, { alike: true })
  const { path, body, shown } = item
  const remove = () => item[Symbol.asyncDispose]()
  try {
    if (isSuccess(await inspection.send({ path })))
      throw new CannotTell(`Everybody may read ${path}, so that nothing can be told of who else may.`)
  } catch (error) {
    await remove()
    throw error
  }
  const { text } = owned.resource
  const isMarked = text !== undefined && body.json[text] === body.marker
  const marker = isMarked ? body.marker : undefined
  return { ...owned, path, body, shown, id: idOf(path), marker, [Symbol.asyncDispose]: remove }
}

/** The id in the address of an item. */
export function idOf(path: string): string {
  const { pathname } = new URL(path, 'http://localhost')
  return decodeURIComponent(pathname.replace(/\/$/, '').replace(/^.*\//s, ''))
}
