import { tampered } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** The sound server with another description. */
export function documented(change: (document: Record<string, unknown>) => void): Specimen {
  return tampered((answer, { url, method }) => {
    if (url !== '/openapi.json' || method !== 'GET' || answer.status !== 200) return
    const document = JSON.parse(answer.body.toString()) as Record<string, unknown>
    change(document)
    answer.body = Buffer.from(JSON.stringify(document))
    delete answer.headers['content-encoding']
  })
}

/** An operation in the document, as far as descriptions are changed here. */
interface RawOperation {
  responses: Record<string, unknown>
  security?: unknown
  requestBody?: { content: Record<string, { example?: unknown }> }
}

export function operationsIn(document: Readonly<Record<string, unknown>>): RawOperation[] {
  const { paths } = document as { paths: Record<string, Record<string, RawOperation>> }
  return Object.values(paths).flatMap((item) =>
    Object.entries(item).flatMap(([method, operation]) => (method === 'parameters' ? [] : [operation])),
  )
}
