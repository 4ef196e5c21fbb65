import type { Mend } from '../../check.ts'
import type { Target } from '../../target/target.ts'
import type { Answered } from '../../wire/exchange.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'

export const NO_COMMON = 'Its pages have no field in common that would belong on every answer.'

/** For fields that are missing where a handler was not reached. */
export const MEND_EVERY_ANSWER: Mend = {
  general:
    'Set what every answer has outside of all that can fail, before the handlers run: failures, and addresses that match no route, pass there too.',
  stacks: {
    Express:
      'app.use(helmet()) before the routes; and set them again in the error handler where it begins a new answer',
    nginx:
      'add_header … always; without "always" failures have none, and a location with an add_header of its own has only that',
    'Spring Boot': 'a filter with Ordered.HIGHEST_PRECEDENCE, not an interceptor',
    Django: 'middleware at the top of MIDDLEWARE',
    Fastify: 'an onRequest hook, which runs for 404 as well when it stands at the root',
  },
}

/** Fields that speak of the exchange or the server, and not of the content. */
const EVERYWHERE =
  /^(?:(?:x-)?(?:request|correlation|trace)-id|traceparent|strict-transport-security|x-content-type-options|referrer-policy|x-frame-options|cross-origin-resource-policy)$/

/** Those of them that all pages have; none where there are too few pages to tell. */
export function commonFields({ pages }: Target): string[] {
  const [first, ...others] = pages.map(({ seen }) => seen.answer.headers)
  if (first === undefined || others.length === 0) return []
  const names = new Set(first.fields.map(([name]) => name.toLowerCase()))
  return [...names].filter((name) => EVERYWHERE.test(name) && others.every((headers) => headers.has(name)))
}

export function hasCommon(exchange: Answered, common: readonly string[]): Verdict {
  const { answer, request } = exchange
  const lacks = common.filter((name) => !answer.headers.has(name))
  if (lacks.length === 0) return passed()
  return failed(
    `${statusLine(answer)} for ${request?.method ?? 'GET'} ${request?.path} lacks ${lacks.join(', ')}, which all pages have.`,
    exchange,
    STATUS,
  )
}
