import type { Check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import { lineOf, short } from './field-syntax.ts'
import { survey } from './survey.ts'

/**
 * Looks at a field wherever it is sent, line by line.
 *
 * @param fault what is wrong with a value, as the rest of a sentence that begins with it
 */
export function fieldIsWell(
  name: string,
  fault: (value: string, answered: Answered) => string | undefined,
): Check['run'] {
  return async (inspection) =>
    across(await survey(inspection), `No answer had a ${name} field.`, (answered) => {
      const values = answered.answer.headers.all(name)
      for (const value of values) {
        const wrong = fault(value, answered)
        if (wrong !== undefined)
          return failed(`\`${name}: ${short(value)}\` ${wrong}.`, answered, lineOf(name))
      }
      return values.length === 0 ? undefined : passed()
    })
}

/** The sound server with some more fields on every answer, in place of its own. */
export function sending(fields: Readonly<Record<string, string | string[]>>): Specimen {
  return tampered(({ headers }) => {
    Object.assign(headers, fields)
  })
}
