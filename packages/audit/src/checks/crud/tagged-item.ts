import type { Resource } from '../../target/target.ts'
import { CannotTell } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { patchTypes, type Item } from './item.ts'

/**
 * The strong entity tag of an answer.
 *
 * @throws CannotTell where it has none; a weak one can be no condition of a change (RFC 9110 section 13.1.1)
 */
export function strongTag({ answer }: Answered, path: string): string {
  const tag = answer.headers.get('etag')
  if (tag === undefined) throw new CannotTell(`${path} has no ETag, so that no version of it can be named.`)
  if (!tag.startsWith('"'))
    throw new CannotTell(`The ETag of ${path} is weak (${tag}), and is good for no condition of a change.`)
  return tag
}

/** The ways in which an item can be changed or deleted. */
export function changesOf({ methods }: Resource): ('PUT' | 'PATCH' | 'DELETE')[] {
  const verbs = { replace: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const
  return (['replace', 'patch', 'delete'] as const).flatMap((each) =>
    methods.includes(each) ? [verbs[each]] : [],
  )
}

export type Verb = ReturnType<typeof changesOf>[number]

/** A change of an item in one of these ways, without a condition: its text to another one, or away with it. */
export function changing(
  verb: Verb,
  { resource, path, as, other }: Item,
): { readonly request: RequestSpec; readonly marker: string } {
  const { json, marker } = other()
  const { text } = resource
  if (verb === 'DELETE') return { request: { method: verb, path, as }, marker }
  if (verb === 'PUT') return { request: { method: verb, path, as, json }, marker }
  const headers = { 'Content-Type': patchTypes(resource)[0] }
  return {
    request: { method: verb, path, as, headers, json: text === undefined ? json : { [text]: json[text] } },
    marker,
  }
}

/** The same request with a condition. */
export function withTag(request: RequestSpec, tag: string): RequestSpec {
  return { ...request, headers: { ...request.headers, 'If-Match': tag } }
}
