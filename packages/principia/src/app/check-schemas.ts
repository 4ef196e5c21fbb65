import { isProblemKind } from '../errors/index.ts'
import { isBodyForm, isMedia, type Route, type RouteSpec } from '../routing/index.ts'
import { schemaMistakes } from '../validation/index.ts'

/** What is wrong with the schemas of a route, as sentences; and the route without the parts that have such a mistake. */
export interface CheckedSchemas {
  readonly mistakes: readonly string[]
  /** What else is wrong with it can be found by compiling this one. */
  readonly sound: Route
}

export function checkSchemas(route: Route): CheckedSchemas {
  const { spec } = route
  const found = new Map<keyof RouteSpec, string[]>([
    ...PARTS.map((part) => [part, mistakesOf(part, spec[part])] as const),
    ['body', bodyMistakes(spec.body)],
    ['responses', responsesMistakes(spec.responses)],
  ])
  const wrong = [...found].filter(([, mistakes]) => mistakes.length > 0)
  const left = Object.entries(spec).filter(([name]) => !wrong.some(([part]) => part === name))
  return {
    mistakes: wrong.flatMap(([, mistakes]) => mistakes),
    sound: wrong.length === 0 ? route : { ...route, spec: Object.fromEntries(left) },
  }
}

const PARTS = ['params', 'query', 'headers', 'cookies'] as const

function mistakesOf(place: string, schema: unknown): string[] {
  if (schema === undefined) return []
  return schemaMistakes(schema).map(
    ({ pointer, what }) => `\`${place}\`${pointer === '' ? '' : ` at ${pointer}`} ${what}`,
  )
}

function bodyMistakes(body: unknown): string[] {
  if (isMedia(body)) return ['`body` is media(), which is for answers; write text(), bytes() or stream().']
  return isBodyForm(body)
    ? [...mistakesOf('body', body.item), ...mistakesOf('body', body.multipart?.fields)]
    : mistakesOf('body', body)
}

function responsesMistakes(responses: unknown): string[] {
  if (responses === undefined) return []
  if (typeof responses !== 'object' || responses === null || Array.isArray(responses)) {
    return ['`responses` has what each status answers with; write { 200: … }.']
  }
  return Object.entries(responses).flatMap(([status, declared]: [string, unknown]) => {
    if (!/^[2-5]\d\d$/.test(status)) {
      return [`\`responses\` has "${status}", which is no status; an answer has 200 to 599.`]
    }
    const place = `responses[${status}]`
    if (declared === null || isMedia(declared) || isProblemKind(declared)) return []
    if (isBodyForm(declared)) return mistakesOf(place, declared.item)
    if (!Array.isArray(declared)) {
      return declared === undefined
        ? [`\`${place}\` is undefined; write null for no body.`]
        : mistakesOf(place, declared)
    }
    return declared.every(isProblemKind)
      ? []
      : [`\`${place}\` is a list, which may only have problems; for a list of items write t.Array(…).`]
  })
}
