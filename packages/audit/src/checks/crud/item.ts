import type { Inspection } from '../../run/inspection.ts'
import type { Resource, User } from '../../target/target.ts'
import { across, CannotTell, inconclusive, need, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { fitTo, newBody, type Body, type Making } from './body.ts'
import { clear, conditioned, create } from './create.ts'
import { whyNot } from './makeable.ts'
import { shows, soon } from './seen.ts'

/** An item that was made for one check, and is deleted when the check is done with it. */
export interface Item extends AsyncDisposable {
  readonly resource: Resource
  readonly path: string
  readonly as: User | undefined
  /** What it was made of. */
  readonly body: Body
  readonly created: Answered
  /** How it was read after it was made. */
  readonly shown: Answered
  readonly read: (headers?: RequestSpec['headers']) => Promise<Answered>
  /** Replaces it. Where a condition is demanded and none is given, that it is as it is now. */
  readonly put: (json: unknown, headers?: RequestSpec['headers']) => Promise<Answered>
  /** The same with PATCH, as a merge patch where nothing else is described. */
  readonly patch: (json: unknown, headers?: RequestSpec['headers']) => Promise<Answered>
  readonly remove: (headers?: RequestSpec['headers']) => Promise<Answered>
  /** Content to replace it with, with another text. */
  readonly other: () => Body
  /** Gives it another text with PATCH or PUT, whichever there is. */
  readonly change: (headers?: RequestSpec['headers']) => Promise<Answered & { readonly marker: string }>
}

/** Collections that a claim about all of them is judged by. */
const MOST = 3

/**
 * One verdict for the collections whose items can be made, read and what else is asked: for each of them about an item that
 * is made for it.
 */
export function acrossItems(
  inspection: Inspection,
  methods: Resource['methods'],
  examine: (item: Item) => Promise<Verdict | undefined>,
  making: Making = {},
): Promise<Verdict> {
  return acrossResources(inspection, ['read', ...methods], async (resource) => {
    await using item = await makeItem(inspection, resource, resource.as, making)
    return await examine(item)
  })
}

/** The same for the collections alone. */
export function acrossResources(
  inspection: Inspection,
  methods: Resource['methods'],
  examine: (resource: Resource) => Promise<Verdict | undefined>,
): Promise<Verdict> {
  const suitable = inspection.target.resources.filter(
    (resource) => canMake(resource) && methods.every((method) => resource.methods.includes(method)),
  )
  const none = `No collection is known whose items have ${[...new Set(['create', ...methods])].join(', ')}, or nothing could be told of it; name one under "resources".`
  return across(suitable.slice(0, MOST), none, async (resource) => {
    const reason = await whyNot(inspection, resource)
    if (reason !== undefined) return inconclusive(reason)
    try {
      return await examine(resource)
    } catch (error) {
      if (error instanceof CannotTell) return inconclusive(error.message)
      throw error
    }
  })
}

function canMake({ methods, putAt }: Resource): boolean {
  return putAt !== undefined || methods.includes('create')
}

/** @throws CannotTell where it cannot be made, or cannot be read then */
export async function makeItem(
  inspection: Inspection,
  resource: Resource,
  as: User | undefined = resource.as,
  making: Making = {},
): Promise<Item> {
  const body = newBody(resource, inspection.random, making)
  const { path, answered: created } = await create(inspection, resource, body, {}, as)
  const address = need(
    path,
    `The answer to POST ${resource.path} does not tell where the item is: no Location, no id.`,
  )
  const item = itemAt(inspection, resource, address, body, created, as)
  try {
    const shown = await soon(
      () => item.read(),
      (each) => shows(each, body.marker),
    )
    if (!shows(shown, body.marker))
      throw new CannotTell(
        `What was made in ${resource.path} is not to be seen at ${address}: ${statusLine(shown.answer)}.`,
      )
    return { ...item, shown }
  } catch (error) {
    await item[Symbol.asyncDispose]()
    throw error
  }
}

/** An item that is there, whatever is known of how it came to be. */
function itemAt(
  inspection: Inspection,
  resource: Resource,
  path: string,
  body: Body,
  created: Answered,
  as: User | undefined = resource.as,
): Item {
  const { send, target } = inspection
  const write = (method: string, json: unknown, headers?: RequestSpec['headers']) =>
    conditioned(inspection, { method, path, as, headers: { ...headers }, json })
  const types = patchTypes(resource)
  const item: Item = {
    resource,
    path,
    as,
    body,
    created,
    shown: created,
    read: (headers = {}) => send({ path, as, headers }),
    put: (json, headers) => write('PUT', json, headers),
    async patch(json, headers) {
      const [first, second] = types
      const answered = await write('PATCH', json, { 'Content-Type': first, ...headers })
      const isGiven = Object.keys(headers ?? {}).some((name) => /^content-type$/i.test(name))
      if (answered.answer.status !== 415 || second === undefined || isGiven) return answered
      return write('PATCH', json, { 'Content-Type': second, ...headers })
    },
    remove: (headers = {}) => conditioned(inspection, { method: 'DELETE', path, as, headers }),
    other() {
      const { json, marker } = newBody(resource, inspection.random, { alike: body.marker === '' })
      const { text } = resource
      const whole = text === undefined ? json : { ...body.json, [text]: json[text] }
      return { json: fitTo(resource.operations['replace'], whole, target), marker }
    },
    async change(headers) {
      const { json, marker } = item.other()
      const { text, methods } = resource
      const patch = text === undefined ? json : { [text]: json[text] }
      const patched = methods.includes('patch') ? await item.patch(patch, headers) : undefined
      // It may be a patch of a kind that is not known.
      const isTaken = patched !== undefined && (patched.answer.status !== 415 || !methods.includes('replace'))
      return { ...(isTaken ? patched : await item.put(json, headers)), marker }
    },
    [Symbol.asyncDispose]: () => clear(inspection, resource, [path], as),
  }
  return item
}

export const MERGE_PATCH = 'application/merge-patch+json'

/** The types to send a patch as: the described one, else the standard's, else the one that most take. */
export function patchTypes({ operations }: Resource): [first: string, second: string | undefined] {
  const [first, second] = Object.keys(operations['patch']?.body?.content ?? {})
    .filter((type) => /[/+]json\b/i.test(type) && !/json-patch/i.test(type))
    .toSorted((a, b) => preference(a) - preference(b))
  return first === undefined ? [MERGE_PATCH, 'application/json'] : [first, second]
}

function preference(type: string): number {
  return type === MERGE_PATCH ? 0 : type === 'application/json' ? 1 : 2
}
