import type { Inspection } from '../../run/inspection.ts'
import type { Check } from '../../check.ts'
import { across, failed, passed } from '../../verdict.ts'
import { lineOf, short } from './field-syntax.ts'
import { survey } from './survey.ts'

export interface SetCookie {
  readonly name: string
  readonly value: string
  /** Names in lower case; `undefined` where there is no `=`. */
  readonly attributes: readonly (readonly [name: string, value: string | undefined])[]
}

export const NO_COOKIES = 'It set no cookie.'

/** Reads a Set-Cookie field as browsers do (RFC 6265 section 5.2). */
export function parseSetCookie(field: string): SetCookie {
  const [pair = '', ...rest] = field.split(';')
  const [name, value] = splitPair(pair)
  const attributes = rest.map((part) => {
    const [attribute, given] = splitPair(part)
    return [attribute.toLowerCase(), given] as const
  })
  return { name, value: value ?? '', attributes }
}

function splitPair(pair: string): [string, string | undefined] {
  const equals = pair.indexOf('=')
  if (equals === -1) return [pair.trim(), undefined]
  return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
}

/**
 * Looks at each cookie that is set.
 *
 * @param fault what is wrong with it, as the rest of a sentence that begins with its field
 */
export function cookieIsWell(fault: (cookie: SetCookie, field: string) => string | undefined): Check['run'] {
  return async (inspection: Inspection) =>
    across(await survey(inspection), NO_COOKIES, (answered) => {
      const fields = answered.answer.headers.all('set-cookie')
      for (const field of fields) {
        const wrong = fault(parseSetCookie(field), field)
        if (wrong !== undefined)
          return failed(`\`Set-Cookie: ${short(field)}\` ${wrong}.`, answered, lineOf('Set-Cookie'))
      }
      return fields.length === 0 ? undefined : passed()
    })
}
