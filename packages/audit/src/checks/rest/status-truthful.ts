import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { itemPath } from '../../target/item-path.ts'
import type { Target } from '../../target/target.ts'
import { isObject } from '../../target/openapi/document.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, jsonOf, statusLine } from '../../wire/answer.ts'
import type { RequestSpec } from '../../wire/request.ts'

export const statusTruthful = check({
  id: 'rest/status-truthful',
  claim: 'A failure is never a 2xx with an error inside.',
  severity: 'should',
  source: [rfc(9110, '15'), rfc(9205, '4.6')],
  mend: {
    general:
      'Send the status that says what happened, and the details in the content. Retries, monitors and caches look at the status alone: to them "200, success: false" is a success, and is kept.',
    stacks: {
      Express: 'res.status(404).json(problem)',
      FastAPI: 'raise HTTPException(status_code=404)',
      'Spring Boot': 'throw new ResponseStatusException(HttpStatus.NOT_FOUND)',
    },
  },
  async run({ send, target }) {
    return across(requests(target), 'Nothing failed.', async (request) => {
      const exchange = await send(request)
      const { status } = exchange.answer
      if (status >= 400) return passed()
      const said = status < 300 ? errorIn(jsonOf(exchange.answer)) : undefined
      if (said === undefined) return undefined
      return failed(
        `${request.method ?? 'GET'} ${request.path} failed (${said}), and was answered with ${statusLine(exchange.answer)}.`,
        exchange,
        STATUS,
      )
    })
  },
  flaw: tampered((answer) => {
    if (answer.status < 400) return
    answer.status = 200
    answer.body = Buffer.from('{"success":false,"error":"Not Found"}')
  }),
})

/** What cannot succeed: nothing is there, or the content cannot be read. */
function requests({ missing, resources, writable, pages }: Target): RequestSpec[] {
  const items = resources.filter(({ methods }) => methods.includes('read'))
  const made = resources.filter(({ methods, putAt }) => methods.includes('create') && putAt === undefined)
  const [page] = pages
  return [
    { path: missing() },
    ...(page === undefined
      ? []
      : [{ path: `${page.path.replace(/\?.*$|\/$/g, '')}${missing()}`, as: page.as }]),
    ...items.map((each) => ({
      path: itemPath(each, '00000000-0000-4000-8000-000000000000'),
      as: each.as,
    })),
    ...(writable ? made : []).map(({ path, as }) => ({
      method: 'POST',
      path,
      as,
      headers: { 'Content-Type': 'application/json' },
      body: '{"broken":',
    })),
  ]
}

/** What says of itself that it failed. A status of its own, as of something else that failed, does not. */
function errorIn(content: unknown): string | undefined {
  if (!isObject(content)) return undefined
  if (content['success'] === false) return '"success" is false'
  if (content['ok'] === false) return '"ok" is false'
  const { error, errors } = content
  if ((typeof error === 'string' && error !== '') || isObject(error)) return 'it has an "error"'
  return Array.isArray(errors) && errors.length > 0 ? 'it has "errors"' : undefined
}
