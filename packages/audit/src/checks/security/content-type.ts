import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, jsonOf, type Answer } from '../../wire/answer.ts'
import { fieldIn, isHtml, requestLine, seenAnswers } from './answers.ts'

export const contentType = check({
  id: 'security/content-type',
  claim: 'Content has a Content-Type, and JSON is never called HTML.',
  severity: 'should',
  source: rfc(9110, '8.3'),
  mend: {
    general:
      'Say the type of all content. JSON that is sent as text/html runs as a page when a value in it holds markup.',
    stacks: {
      Express: 'response.json(value) instead of response.send(JSON.stringify(value))',
      PHP: "header('Content-Type: application/json')",
      'Go net/http': 'w.Header().Set("Content-Type", "application/json") before the first Write',
      'node:http': "response.setHeader('content-type', 'application/json')",
    },
  },
  async run(inspection) {
    const answers = await seenAnswers(inspection)
    return across(answers, 'No answer had any content.', (seen) => {
      const { answer } = seen
      if (answer.body.length === 0 || answer.headers.has('content-encoding')) return undefined
      if (!answer.headers.has('content-type'))
        return failed(
          `The answer to ${requestLine(seen)} has ${answer.body.length} bytes of content and no Content-Type.`,
          seen,
          STATUS,
        )
      if (isHtml(answer) && isStructured(answer))
        return failed(
          `The answer to ${requestLine(seen)} is JSON, and is called ${answer.headers.get('content-type')}; a browser shows it as a page.`,
          seen,
          fieldIn('content-type'),
        )
      return passed()
    })
  },
  flaw: tampered((answer) => {
    answer.headers['content-type'] = 'text/html'
  }),
})

/** Whether it is a JSON object or array: a lone word or number could be anything. */
function isStructured(answer: Answer): boolean {
  const value = jsonOf(answer)
  return typeof value === 'object' && value !== null
}
