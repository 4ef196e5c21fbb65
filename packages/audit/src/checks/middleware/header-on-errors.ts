import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Target } from '../../target/target.ts'
import { across } from '../../verdict.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { sample } from '../http/survey.ts'
import { commonFields, hasCommon, MEND_EVERY_ANSWER, NO_COMMON } from './common-fields.ts'

export const headerOnErrors = check({
  id: 'middleware/header-on-errors',
  claim: 'Headers for every answer are on 4xx and 5xx as well.',
  severity: 'should',
  source: rfc(9110, '15.5'),
  mend: MEND_EVERY_ANSWER,
  async run({ send, target }) {
    const common = commonFields(target)
    return across(common.length === 0 ? [] : requests(target), NO_COMMON, async (request) => {
      const exchange = await send(request)
      const { status } = exchange.answer
      // Those that match no route are middleware/header-on-unmatched.
      return status >= 400 && status !== 404 && status !== 405 ? hasCommon(exchange, common) : undefined
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 401) delete headers['x-content-type-options']
  }),
})

/** What is refused for one reason or another. */
function requests({ guarded, pages, resources, writable }: Target): RequestSpec[] {
  return [
    ...guarded.slice(0, 2).map((path) => ({ path })),
    ...sample(pages, 2).map(({ path, as }) => ({
      path,
      as,
      headers: { Accept: 'application/x-nothing-has-this' },
    })),
    ...sample(pages, 2).map(({ path, as }) => ({ path, as, headers: { Range: 'bytes=999999999-' } })),
    ...(writable ? resources : [])
      .filter(({ methods, putAt }) => methods.includes('create') && putAt === undefined)
      .map(({ path, as }) => ({
        method: 'POST',
        path,
        as,
        headers: { 'Content-Type': 'application/json' },
        body: '{"broken":',
      })),
  ]
}
