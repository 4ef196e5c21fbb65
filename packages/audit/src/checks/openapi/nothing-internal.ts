import { check } from '../../check.ts'
import { documented } from './documented.ts'
import { isObject } from '../../target/openapi/document.ts'
import { across, failed, inconclusive, need, passed } from '../../verdict.ts'
import { servedDocument } from './served-document.ts'
import { MEND_DOCUMENT } from './mends.ts'
import { owaspApi } from '../../source.ts'

export const nothingInternal = check({
  id: 'openapi/nothing-internal',
  claim: 'No internal operation and no internal host is in the public document.',
  severity: 'may',
  source: owaspApi('API9', 'Improper Inventory Management'),
  mend: MEND_DOCUMENT,
  needs: ['description'],
  async run(inspection) {
    const { target } = inspection
    const { document, from } = need(target.description, 'No OpenAPI document was found.')
    const answered = await servedDocument(inspection)
    if (answered === undefined)
      return inconclusive('The description was given as a file; whether it is public is not known.')
    const found = [...internals(document, isLocal(target.origin.hostname))]
    if (found.length === 0) return passed()
    return await across(found, '', ({ says, mark }) => failed(`${from} shows ${says}.`, answered, mark))
  },
  flaw: documented((document) => {
    const { paths } = document as { paths: Record<string, Record<string, object>> }
    const get = paths['/books']?.['get']
    if (get !== undefined) Object.assign(get, { 'x-internal': true })
  }),
})

interface Internal {
  readonly says: string
  readonly mark: string
}

function* internals(document: unknown, local: boolean): Generator<Internal> {
  if (!isObject(document)) return
  for (const server of Array.isArray(document.servers) ? (document.servers as unknown[]) : []) {
    const url = isObject(server) && typeof server.url === 'string' ? server.url : ''
    const host = URL.parse(url)?.hostname ?? ''
    if (!local && isLocal(host))
      yield { says: `the server ${url}, which nobody outside can reach`, mark: url }
  }
  if (!isObject(document.paths)) return
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(isObject(item) ? item : {}))
      if (isObject(operation) && operation['x-internal'] === true)
        yield { says: `${method.toUpperCase()} ${path}, which it calls internal itself`, mark: 'x-internal' }
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1)|\.(?:local|internal|svc|lan)$/i.test(
    host,
  )
}
