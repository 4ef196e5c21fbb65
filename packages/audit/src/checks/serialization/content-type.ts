import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { lineOf } from '../http/field-syntax.ts'
import { survey } from '../http/survey.ts'
import { contentOf } from './content-of.ts'

export const contentType = check({
  id: 'serialization/content-type',
  claim: 'Every answer with a body names its media type, and the body is of it.',
  severity: 'should',
  source: rfc(9110, '8.3'),
  mend: {
    general:
      'Set Content-Type beside the content, on failures as well. A client that is told nothing, or something else, guesses; and JSON that is called text/html runs as a page when a value in it holds markup.',
    stacks: {
      Express: 'res.json(value), res.type("html").send(page)',
      'Go net/http':
        'w.Header().Set("Content-Type", "application/json") before the first write, which guesses otherwise',
      PHP: "header('Content-Type: application/json');",
      FastAPI: 'return a JSONResponse, not a text',
    },
  },
  async run(inspection) {
    return across(await survey(inspection), 'No answer had a body.', (answered) => {
      const content = contentOf(answered)
      if (content === undefined) return undefined
      const { type, text } = content
      const what = `${statusLine(answered.answer)} for ${answered.request?.path}`
      if (type === '') return failed(`${what} has a body and no Content-Type.`, answered, STATUS)
      const isMarkup = /^\s*(?:<!doctype html|<html)/i.test(text)
      if (isMarkup && (type === 'application/json' || type === 'text/css' || type.endsWith('/javascript')))
        return failed(`${what} is called ${type} and is an HTML page.`, answered, lineOf('Content-Type'))
      // What only looks like data may be text that is meant to be read.
      if (
        (type === 'text/html' || type === 'application/xhtml+xml') &&
        /^\s*[{[]/.test(text) &&
        isJsonText(text)
      )
        return failed(`${what} is called ${type} and is JSON.`, answered, lineOf('Content-Type'))
      return passed()
    })
  },
  flaw: tampered(({ status, headers }) => {
    if (status === 404) headers['content-type'] = 'text/html'
  }),
})

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
