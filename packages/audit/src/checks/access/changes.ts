import type { User } from '../../target/target.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { patchTypes } from '../crud/item.ts'
import type { PrivateItem } from './private-item.ts'

/** Requests that would change an item, one for each method that changes. */
export function changesTo(
  { resource, path, shown }: PrivateItem,
  as: User | undefined,
): (RequestSpec & { readonly method: string })[] {
  // Who wants the tag of what is changed gets it: it is no secret that protects anything.
  const tag = shown.answer.headers.get('etag')
  const headers = tag === undefined ? {} : { 'If-Match': tag }
  const example = resource.example()
  const changed =
    resource.text === undefined ? example : { ...example, [resource.text]: 'changed by the audit' }
  const replacing = resource.methods.includes('replace')
    ? [{ method: 'PUT', path, as, headers, json: changed }]
    : []
  const patching = resource.methods.includes('patch')
    ? [
        {
          method: 'PATCH',
          path,
          as,
          headers: { ...headers, 'Content-Type': patchTypes(resource)[0] },
          json: resource.text === undefined ? changed : { [resource.text]: 'patched by the audit' },
        },
      ]
    : []
  return [...replacing, ...patching]
}
