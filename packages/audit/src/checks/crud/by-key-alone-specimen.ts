import { rewritten } from '../../flaws/rewritten.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** The sound server, which knows a request again by its key alone, whatever it says and whoever sends it. */
export function byKeyAlone(): Specimen {
  const known = new Map<unknown, { readonly content: unknown; readonly authorization: string | undefined }>()
  return rewritten(({ headers }, content) => {
    const key = headers['idempotency-key']
    if (key === undefined) return undefined
    const first = known.get(key) ?? { content, authorization: headers.authorization }
    known.set(key, first)
    if (first.authorization !== undefined) headers.authorization = first.authorization
    return { content: first.content }
  })
}
