import type { Answer } from '../../wire/answer.ts'
import { splitList } from '../http/field-syntax.ts'

export interface Directive {
  /** In lower case. */
  readonly name: string
  /** As it was written, quotes and all. */
  readonly argument: string | undefined
}

/** The directives of a Cache-Control field, in their order (RFC 9111 section 5.2). */
export function directivesOf(value: string): Directive[] {
  return splitList(value).map((each) => {
    const equals = each.indexOf('=')
    if (equals === -1) return { name: each.toLowerCase(), argument: undefined }
    return { name: each.slice(0, equals).toLowerCase(), argument: each.slice(equals + 1) }
  })
}

/** What an answer says to caches. */
export interface CacheRules {
  readonly has: (name: string) => boolean
  /** The least of what it says of a directive with seconds; `undefined` where it says none that can be read. */
  readonly seconds: (name: string) => number | undefined
}

export function cacheRules({ headers }: Pick<Answer, 'headers'>): CacheRules {
  const directives = directivesOf(headers.get('cache-control') ?? '')
  return {
    has: (name) => directives.some((each) => each.name === name),
    seconds(name) {
      const all = directives
        .filter((each) => each.name === name)
        .map(({ argument = '' }) => Number.parseInt(argument.replaceAll('"', ''), 10))
        .filter((each) => !Number.isNaN(each))
      return all.length === 0 ? undefined : Math.min(...all)
    },
  }
}

/** Whether a cache that many people share may store an answer to GET (RFC 9111 section 3). */
export function isShareable(answer: Pick<Answer, 'headers'>, authorized: boolean): boolean {
  const rules = cacheRules(answer)
  if (rules.has('no-store') || rules.has('private')) return false
  return !authorized || rules.has('public') || rules.has('s-maxage') || rules.has('must-revalidate')
}

/** Seconds for which a shared cache may serve it without asking, as far as it is said; 0 where nothing is. */
export function freshness(answer: Pick<Answer, 'headers'>): number {
  const rules = cacheRules(answer)
  if (rules.has('no-store') || rules.has('no-cache')) return 0
  const said = rules.seconds('s-maxage') ?? rules.seconds('max-age')
  if (said !== undefined) return said
  const expires = Date.parse(answer.headers.get('expires') ?? '')
  const date = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(expires) || Number.isNaN(date) ? 0 : Math.max(0, (expires - date) / 1000)
}
