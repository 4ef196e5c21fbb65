import { rewritten } from '../../flaws/rewritten.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { isObject } from '../../target/openapi/document.ts'

/** The sound server, which writes the text of a note before it looks at the rest. */
export function writingFirst(method: 'POST' | 'PUT' | 'PATCH'): Specimen {
  return rewritten((request, content) => {
    if (request.method !== method || request.url?.startsWith('/notes') !== true || !isObject(content))
      return undefined
    const { text, title, tags, rank } = content
    const isTitled =
      title === undefined ? method === 'PATCH' : typeof title === 'string' && /^.{1,200}$/s.test(title)
    const isRanked =
      rank === undefined || (Number.isInteger(rank) && Number(rank) >= 0 && Number(rank) <= 100)
    if (isTitled && isRanked && (tags === undefined || (Array.isArray(tags) && tags.length <= 10)))
      return undefined
    return { content: { text, ...(method !== 'PATCH' && { title: 'A note' }) }, status: 422 }
  })
}
