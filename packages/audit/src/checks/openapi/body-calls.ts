import type { Inspection } from '../../run/inspection.ts'
import type { Operation, Schema } from '../../target/description.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Resource, User } from '../../target/target.ts'
import { valid } from '../../values/valid.ts'
import { CannotTell } from '../../verdict.ts'
import { jsonOf } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { addressOf } from '../crud/address.ts'

/** Something that takes JSON, and has taken the value that is given here. */
export interface BodyCall {
  /** `POST /notes`. */
  readonly name: string
  readonly operation: Operation | undefined
  /** What is described of its content; `undefined` where nothing is. */
  readonly schema: Schema | undefined
  /** The media type of its content. */
  readonly type: string
  /** A value that is taken, another one each time where the target has told how. */
  readonly example: () => Record<string, unknown>
  /** The answer to the first of them. */
  readonly accepted: Answered
  /** Sends content in place of the example. What it makes is deleted at once, where it can be. */
  readonly send: (content: Sent) => Promise<Answered>
  /** The same, and what is then to be read there: of the item itself, else of the answer. */
  readonly store: (content: Sent) => Promise<Stored>
}

/** Content as JSON or as it goes out. Its type is that of the call, unless said. */
export type Sent = Pick<RequestSpec, 'json' | 'body' | 'headers'>

export interface Stored {
  readonly answered: Answered
  /** The item; `undefined` where none is shown. */
  readonly item: Readonly<Record<string, unknown>> | undefined
  /** The exchange that shows it. */
  readonly shown: Answered
}

interface BodyCalls extends AsyncDisposable {
  readonly all: readonly BodyCall[]
}

const MOST_CALLS = 8
const SIGNING =
  /log-?(?:in|out)|sign-?(?:in|up|out)|session|account|regist|token|password|oauth|invit|mail|pay/i

/**
 * The operations with a JSON body that may be tried: those of the collections that are known, and other POSTs whose
 * content can be made from the description. Each has been seen to accept its example.
 *
 * @throws CannotTell where nothing may be written, or nothing is accepted
 */
export async function bodyCalls(inspection: Inspection): Promise<BodyCalls> {
  const { target } = inspection
  if (!target.writable)
    throw new CannotTell('Nothing may be changed on this target; say that it is yours with --own.')
  const all: BodyCall[] = []
  const items: { path: string; as: User | undefined }[] = []
  for (const resource of target.resources) {
    if (all.length >= MOST_CALLS) break
    const { as, putAt, methods } = resource
    const create = putAt === undefined && methods.includes('create') ? creating(resource) : undefined
    const created = create && (await proven(inspection, create))
    if (created !== undefined) all.push(created)
    const replaced = putAt?.() ?? (created && (await itemOf(inspection, resource)))
    if (replaced === undefined) continue
    if (putAt === undefined) items.push({ path: replaced, as })
    const replace = await proven(inspection, replacing(resource, replaced))
    if (replace !== undefined) all.push(replace)
  }
  for (const operation of otherPosts(inspection).slice(0, Math.max(MOST_CALLS - all.length, 0))) {
    const draft = making(inspection, operation)
    const call = draft && (await proven(inspection, draft))
    if (call !== undefined) all.push(call)
  }
  if (all.length === 0)
    throw new CannotTell(
      'Nothing is known that takes JSON and accepts what can be sent; name a collection under "resources".',
    )
  return {
    all,
    async [Symbol.asyncDispose]() {
      for (const { path, as } of items) await inspection.send({ method: 'DELETE', path, as })
    },
  }
}

/** Where an item is that was made to be replaced; it can be deleted. */
async function itemOf({ send }: Inspection, resource: Resource): Promise<string | undefined> {
  const { as, path, example, methods } = resource
  if (!methods.includes('replace') || !methods.includes('delete')) return undefined
  const made = await send({ method: 'POST', path, as, json: example() })
  return made.answer.status < 300 ? addressOf(made, resource) : undefined
}

/** What is to be called, before it is known whether that is accepted. */
interface Draft extends Pick<BodyCall, 'operation' | 'type' | 'example'> {
  readonly method: string
  readonly path: string
  readonly as: User | undefined
  /** Where what it makes can be deleted and read. */
  readonly makes?: { readonly reads: boolean; readonly deletes: boolean }
}

function creating({ path, as, methods, example, operations }: Resource): Draft {
  const operation = operations['create']
  const makes = { reads: methods.includes('read'), deletes: methods.includes('delete') }
  return { method: 'POST', path, as, operation, type: jsonType(operation), example, makes }
}

function replacing({ as, example, operations }: Resource, path: string): Draft {
  const operation = operations['replace']
  return { method: 'PUT', path, as, operation, type: jsonType(operation), example }
}

function otherPosts({ target }: Inspection): Operation[] {
  const known = new Set(target.resources.map(({ path }) => path))
  return (target.description?.operations ?? []).filter(
    ({ method, path, body }) =>
      method === 'POST' &&
      !path.includes('{') &&
      !known.has(path) &&
      path !== target.signIn?.path &&
      // What sends mail, opens accounts or takes money has effects that nobody can take back.
      !SIGNING.test(path) &&
      Object.keys(body?.content ?? {}).some((type) => /^application\/json\b/i.test(type)),
  )
}

function making({ target, random }: Inspection, operation: Operation): Draft | undefined {
  const { description, users } = target
  const type = jsonType(operation)
  const schema = operation.body?.content[type]?.schema
  if (description === undefined || schema === undefined) return undefined
  if (operation.parameters.some(({ required }) => required)) return undefined
  const example = valid(schema, description, random)
  // Secrets are for signing in.
  if (!isObject(example) || Object.keys(example).some((name) => /password|secret|token/i.test(name)))
    return undefined
  const { method, path } = operation
  return {
    method,
    path,
    as: operation.secured ? users[0] : undefined,
    operation,
    type,
    example: () => example,
  }
}

function jsonType(operation: Operation | undefined): string {
  const types = Object.keys(operation?.body?.content ?? {})
  return types.find((type) => /^application\/json\b/i.test(type)) ?? 'application/json'
}

async function proven(inspection: Inspection, draft: Draft): Promise<BodyCall | undefined> {
  const { operation, type, example, method, path, as, makes } = draft
  const ask = async ({ json, body, headers }: Sent) => {
    const content = json === undefined ? { body: body ?? '' } : { body: JSON.stringify(json) }
    return inspection.send({ method, path, as, ...content, headers: { 'Content-Type': type, ...headers } })
  }
  const collection = inspection.target.resources.find((each) => each.path === path) ?? { path }
  const madeAt = (answered: Answered) => {
    if (method !== 'POST' || answered.answer.status >= 300) return undefined
    const at = addressOf(answered, collection)
    return at?.startsWith(path.endsWith('/') ? path : `${path}/`) === true ? at : undefined
  }
  const remove = async (at: string | undefined) => {
    if (at !== undefined && makes?.deletes === true) await inspection.send({ method: 'DELETE', path: at, as })
  }
  const store = async (content: Sent): Promise<Stored> => {
    const answered = await ask(content)
    const at = method === 'PUT' ? path : makes?.reads === true ? madeAt(answered) : undefined
    const shown =
      at === undefined || answered.answer.status >= 300 ? answered : await inspection.send({ path: at, as })
    await remove(madeAt(answered))
    const item = shown.answer.status < 300 ? jsonOf(shown.answer) : undefined
    return { answered, shown, item: isObject(item) ? item : undefined }
  }
  const send = async (content: Sent) => {
    const answered = await ask(content)
    await remove(madeAt(answered))
    return answered
  }
  const accepted = await send({ json: example() })
  if (accepted.answer.status >= 300) return undefined
  const schema = operation?.body?.content[type]?.schema
  return {
    name: `${method} ${operation?.path ?? path}`,
    operation,
    schema,
    type,
    example,
    accepted,
    send,
    store,
  }
}
