import { check } from '../../check.ts'
import { documented } from './documented.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Operation } from '../../target/description.ts'
import { isJson, STATUS } from '../../wire/answer.ts'
import { MEND_CODE_FIRST } from './mends.ts'
import { owaspApi } from '../../source.ts'

export const allDescribed = check({
  id: 'openapi/all-described',
  claim: 'Every operation that answers is described.',
  severity: 'may',
  source: owaspApi('API9', 'Improper Inventory Management'),
  mend: MEND_CODE_FIRST,
  needs: ['description'],
  run({ target }) {
    const { description, health, base } = target
    const operations = description?.operations ?? []
    const known = new Set([description?.from, health.live, health.ready, health.metrics])
    const found = target.pages.filter(
      ({ path, seen }) => isJson(seen.answer) && !known.has(path) && path.startsWith(base),
    )
    return Promise.resolve(
      across(found, 'No answer in JSON is known.', ({ path, operation, seen }) => {
        // What is at the root, or has a name with a dot, is often a file.
        if (operation === undefined && /^\/?$|\.\w+$|^\/\./.test(path.split('?')[0] ?? '')) return undefined
        if (operation !== undefined || operations.some((each) => isAt(each, path))) return passed()
        return failed(
          `GET ${path} answers with JSON, and no operation in ${description?.from} is it.`,
          seen,
          STATUS,
        )
      }),
    )
  },
  flaw: documented((document) => {
    const { paths } = document as { paths: Record<string, unknown> }
    delete paths['/negotiated']
  }),
})

/** Whether a path is one of an operation: with its query, and with values in place of its parameters. */
function isAt({ method, path }: Operation, asked: string): boolean {
  const template = path.split('/')
  const parts = (asked.split('?')[0] ?? '').split('/')
  return (
    method === 'GET' &&
    template.length === parts.length &&
    template.every((part, index) => part.includes('{') || part === parts[index])
  )
}
