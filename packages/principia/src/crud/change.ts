import { Problem, problems } from '../errors/index.ts'
import { defineCodec, json, readJson, type Codec } from '../serialization/index.ts'
import { compileSchema, type Failure, type Schema } from '../validation/index.ts'
import { applyJsonPatch, JsonPatch, type PatchOperation } from './json-patch.ts'
import { applyMergePatch } from './merge-patch.ts'
import { patchFailed } from './problems.ts'

export const MERGE_PATCH = 'application/merge-patch+json'
const JSON_PATCH = 'application/json-patch+json'

/** What a patch may come as, and the answer as JSON alone. */
export const patchCodecs: readonly Codec[] = [
  defineCodec({ type: MERGE_PATCH, decode: readJson }),
  defineCodec({ type: JSON_PATCH, decode: readJson }),
  defineCodec({ type: json.type, ...(json.encode && { encode: json.encode }) }),
]

/** Which of the two formats a patch came in; no others are decoded. */
export function patchType(contentType = ''): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** What is left of an item is what a client may write. */
export function pickMembers(item: unknown, members: readonly string[]): Record<string, unknown> {
  const source = item as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    members.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])),
  )
}

/** Every member that can be written, `undefined` for one that is not given: the change is a full replacement. */
export function completed(value: unknown, members: readonly string[]): Record<string, unknown> {
  const source = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(members.map((name) => [name, source[name]]))
}

const checkPatch = compileSchema(JsonPatch, 'body')

/**
 * Applies a patch of either format to what a client may write of an item.
 *
 * @throws Problem validation-failed for a patch that is none; patch-failed for one that does not fit the item
 */
export function patched(current: unknown, patch: unknown, type: string): unknown {
  if (type === MERGE_PATCH) return applyMergePatch(current, patch)
  const failures: Failure[] = []
  const operations = checkPatch(patch, failures) as PatchOperation[]
  refuse(failures)
  const result = applyJsonPatch(current, operations)
  if (result.ok) return result.value
  const { operation, why } = result.failure
  // RFC 5789 section 2.2: the patch is well formed, and the resource is not in a state in which it can be applied.
  throw patchFailed(`Operation ${operation}: ${why}.`, {
    members: { errors: [{ in: 'body', pointer: `/${operation}`, message: why }] },
  })
}

/** Gives a check of what a patch has made, which may be anything. @throws Problem validation-failed */
export function compileWritable(schema: Schema): (value: unknown) => unknown {
  const validate = compileSchema(schema, 'body')
  return (value) => {
    const failures: Failure[] = []
    const accepted = validate(value, failures)
    refuse(failures)
    return accepted
  }
}

function refuse(failures: readonly Failure[]): void {
  if (failures.length === 0) return
  throw problems.validationFailed('What the patch makes of it is not valid.', {
    members: { errors: failures },
  })
}

/** A failure of one operation among several, with its pointers made relative to the whole request. */
export function atOperation(error: unknown, index: number): unknown {
  if (!(error instanceof Problem)) return error
  const errors = Array.isArray(error.members?.errors) ? (error.members.errors as Failure[]) : []
  return new Problem(error, {
    detail: `Operation ${index}: ${error.detail ?? error.title}`,
    members: {
      ...error.members,
      operation: index,
      errors: errors.map((one) => ({ ...one, pointer: `/operations/${index}/value${one.pointer}` })),
    },
    headers: error.headers === undefined ? undefined : { ...error.headers },
    cause: error.cause,
  })
}
