import { isDeepStrictEqual } from 'node:util'
import { isJsonSchema as isObject, t, type Static } from '../validation/index.ts'
import { listIndex, parsePointer } from './json-pointer.ts'

/** Operations that one patch may have. */
const MAX_PATCH_OPERATIONS = 100

// RFC 6901 section 3. A token has no "/" of its own: were one let in, a text could be cut into tokens in 2^n ways.
const Pointer = t.String({ maxLength: 1000, pattern: '^(?:/(?:[^~/]|~[01])*)*$' })
const Value = t.Unknown()
/** RFC 6902 section 4: members that an operation is not defined to have are ignored. */
const ignoring = { additionalProperties: true }

/** A JSON Patch document (RFC 6902 section 4): operations that are carried out one after the other. */
export const JsonPatch = t.Array(
  t.Union([
    t.Object(
      {
        op: t.Union([t.Literal('add'), t.Literal('replace'), t.Literal('test')]),
        path: Pointer,
        value: Value,
      },
      ignoring,
    ),
    t.Object({ op: t.Literal('remove'), path: Pointer }, ignoring),
    t.Object({ op: t.Union([t.Literal('move'), t.Literal('copy')]), from: Pointer, path: Pointer }, ignoring),
  ]),
  { maxItems: MAX_PATCH_OPERATIONS, title: 'JsonPatch' },
)

export type PatchOperation = Static<typeof JsonPatch>[number]

/** Why a patch could not be applied: `operation` is the index of the one that failed. */
export interface PatchFailure {
  readonly operation: number
  readonly why: string
}

export type Patched =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: PatchFailure }

/** A copy may double the document with each operation; beyond this many values a patch is refused. */
const MAX_VALUES = 100_000

/**
 * Applies a JSON Patch to a copy of `target`. All operations succeed or the patch as a whole fails (RFC 6902
 * section 5).
 *
 * Members named `__proto__` are refused, and only own members are ever followed: a pointer cannot lead into a prototype.
 */
export function applyJsonPatch(target: unknown, operations: readonly PatchOperation[]): Patched {
  const root: Holder = { value: structuredClone(target) }
  for (const [operation, step] of operations.entries()) {
    const why = apply(root, step)
    if (why !== undefined) return { ok: false, failure: { operation, why } }
    if (step.op === 'copy' && countValues(root.value) > MAX_VALUES) {
      return { ok: false, failure: { operation, why: 'makes the document too large' } }
    }
  }
  return { ok: true, value: root.value }
}

interface Holder {
  value: unknown
}

/** Carries out one operation in place; gives why it cannot. */
function apply(root: Holder, step: PatchOperation): string | undefined {
  switch (step.op) {
    case 'add':
      return put(root, step.path, structuredClone(step.value), 'add')
    case 'replace':
      return put(root, step.path, structuredClone(step.value), 'replace')
    case 'remove':
      return remove(root, step.path)
    case 'test': {
      const found = look(root, step.path)
      if (found === undefined) return missing(step.path)
      return isDeepStrictEqual(found.value, step.value) ? undefined : `the value at "${step.path}" is another`
    }
    case 'copy': {
      const found = look(root, step.from)
      return found === undefined
        ? missing(step.from)
        : put(root, step.path, structuredClone(found.value), 'add')
    }
    default:
      return move(root, step.from, step.path)
  }
}

function move(root: Holder, from: string, path: string): string | undefined {
  // RFC 6902 section 4.4: a value cannot be moved into one of its own children.
  if (path.startsWith(`${from}/`)) return `"${from}" cannot be moved into itself`
  const found = look(root, from)
  if (found === undefined) return missing(from)
  if (from === path) return undefined
  return remove(root, from) ?? put(root, path, found.value, 'add')
}

function missing(pointer: string): string {
  return `there is nothing at "${pointer}"`
}

function look(root: Holder, pointer: string): Holder | undefined {
  const tokens = parsePointer(pointer)
  if (tokens === undefined) return undefined
  let value = root.value
  for (const token of tokens) {
    const next = childOf(value, token)
    if (next === undefined) return undefined
    value = next.value
  }
  return { value }
}

function childOf(value: unknown, token: string): Holder | undefined {
  if (Array.isArray(value)) {
    const index = listIndex(token)
    return index === undefined || index >= value.length ? undefined : { value: value[index] }
  }
  return isObject(value) && Object.hasOwn(value, token) ? { value: value[token] } : undefined
}

/** What holds the value that a pointer names, and the last token; `undefined` where there is no such place. */
function parentOf(root: Holder, pointer: string): { parent: unknown; token: string } | undefined {
  const cut = pointer.lastIndexOf('/')
  const [token] = parsePointer(pointer.slice(cut)) ?? []
  const parent = look(root, pointer.slice(0, cut))
  return token === undefined || parent === undefined ? undefined : { parent: parent.value, token }
}

function put(root: Holder, pointer: string, value: unknown, how: 'add' | 'replace'): string | undefined {
  if (pointer === '') {
    root.value = value
    return undefined
  }
  const place = parentOf(root, pointer)
  if (place === undefined) return missing(pointer.slice(0, pointer.lastIndexOf('/')))
  const { parent, token } = place
  if (how === 'replace' && childOf(parent, token) === undefined) return missing(pointer)
  if (Array.isArray(parent)) {
    const index = token === '-' ? parent.length : listIndex(token)
    if (index === undefined || index > parent.length) return `"${pointer}" is not a place in the list`
    parent.splice(index, how === 'replace' ? 1 : 0, value)
    return undefined
  }
  if (!isObject(parent)) return `"${pointer}" is inside of something that holds no members`
  if (token === '__proto__') return 'a member cannot be named "__proto__"'
  ;(parent as Record<string, unknown>)[token] = value
  return undefined
}

function remove(root: Holder, pointer: string): string | undefined {
  if (pointer === '') {
    root.value = null
    return undefined
  }
  const { parent, token } = parentOf(root, pointer) ?? { parent: undefined, token: '' }
  if (childOf(parent, token) === undefined) return missing(pointer)
  if (Array.isArray(parent)) parent.splice(Number(token), 1)
  else delete (parent as Record<string, unknown>)[token]
  return undefined
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const child of Object.values(value)) {
    count += countValues(child)
    if (count > MAX_VALUES) return count
  }
  return count
}
