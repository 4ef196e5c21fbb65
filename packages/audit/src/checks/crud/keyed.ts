import type { Inspection } from '../../run/inspection.ts'
import type { Random } from '../../run/random.ts'
import { text } from '../../source.ts'
import type { Parameter } from '../../target/description.ts'
import type { Resource, User } from '../../target/target.ts'
import { CannotTell, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { newBody, type Body } from './body.ts'
import { addressOf } from './address.ts'
import { clear } from './create.ts'
import { acrossResources } from './item.ts'
import { isRefused, isSuccess } from './seen.ts'

export const KEY_DRAFT = text(
  'The Idempotency-Key HTTP Header Field (draft-ietf-httpapi-idempotency-key-header)',
  'https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/',
)

/** A collection in which items are made with a key. */
export interface Keyed {
  readonly resource: Resource
  /** Whether the description names the field: then that it is honoured is a promise. */
  readonly isDescribed: boolean
  /** One that was not used, as it goes out. */
  readonly newKey: () => string
  readonly newBody: () => Body
  /** Sends content with a key. What is made is deleted when the check is done. */
  readonly post: (json: unknown, key: string, as?: User) => Promise<Answered>
  /** Where an answer says that the item is. */
  readonly addressIn: (answered: Answered) => string | undefined
  /** The answers to one request that was sent twice with one key, and what was sent. */
  readonly replayed: readonly [first: Answered, again: Answered]
}

/**
 * One verdict for the collections in which items can be made with POST and a key, honoured or not. Whether the key has the
 * quotes of a structured field or not is found out.
 */
export function acrossCreating(
  inspection: Inspection,
  examine: (keyed: Keyed) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  return acrossResources(inspection, ['create'], async (resource) => {
    const { path, as, putAt, operations } = resource
    if (putAt !== undefined) throw new CannotTell(`Items of ${path} are made with PUT, which needs no key.`)
    const made = new Map<string, User | undefined>()
    const described = operations['create']?.parameters.find(
      (each) => each.in === 'header' && /idempot/i.test(each.name),
    )
    const field = described?.name ?? 'Idempotency-Key'
    const post: Keyed['post'] = async (json, key, by = as) => {
      const request = { method: 'POST', path, as: by, json, headers: { [field]: key } }
      const answered = await inspection.send(request)
      const address = isSuccess(answered) ? addressOf(answered, resource) : undefined
      if (address !== undefined) made.set(address, by)
      return answered
    }
    try {
      const body = () => newBody(resource, inspection.random)
      const { newKey, replayed } = await firstReplay(inspection, resource, described, post)
      const isDescribed = described !== undefined
      const addressIn = (answered: Answered) => addressOf(answered, resource)
      return await examine({ resource, isDescribed, newKey, newBody: body, post, addressIn, replayed })
    } finally {
      for (const [address, by] of made) await clear(inspection, resource, [address], by)
    }
  })
}

/** The same for those that honour keys: the description says so, or a replay has proved it. */
export function acrossKeyed(
  inspection: Inspection,
  examine: (keyed: Keyed) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  return acrossCreating(inspection, async (keyed) => {
    if (keyed.isDescribed || isSame(keyed, ...keyed.replayed)) return examine(keyed)
    throw new CannotTell(
      `POST ${keyed.resource.path} knows no Idempotency-Key: it does the same request again.`,
    )
  })
}

/** Whether two answers are about the same item. */
export function isSame({ addressIn }: Keyed, first: Answered, again: Answered): boolean {
  const address = addressIn(first)
  return isSuccess(again) && address !== undefined && addressIn(again) === address
}

async function firstReplay(
  { random, target }: Inspection,
  resource: Resource,
  described: Parameter | undefined,
  post: Keyed['post'],
): Promise<Pick<Keyed, 'newKey' | 'replayed'>> {
  const { description } = target
  const spellings = [() => `"${uuid(random)}"`, () => uuid(random)].filter(
    (spell) =>
      description === undefined ||
      described === undefined ||
      description.examine(described.schema, spell(), 'request').length === 0,
  )
  let refused: Answered | undefined
  for (const newKey of spellings) {
    const key = newKey()
    const { json } = newBody(resource, random)
    const first = await post(json, key)
    if (isSuccess(first)) return { newKey, replayed: [first, await post(json, key)] }
    refused = first
    if (!isRefused(first)) break
  }
  const said = refused === undefined ? 'a key of another kind' : statusLine(refused.answer)
  throw new CannotTell(`POST ${resource.path} with an Idempotency-Key was answered with ${said}.`)
}

function uuid(random: Random): string {
  const hex = (length: number) => Array.from({ length }, () => random.between(0, 15).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
}
