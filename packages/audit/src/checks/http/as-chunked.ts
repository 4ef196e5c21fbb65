import type { Inspection } from '../../run/inspection.ts'
import { across, failed, inconclusive, passed, type Verdict } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import { carriersFor } from './carriers.ts'
import { converse, isServed } from './converse.ts'

interface Form {
  readonly what: string
  /** With their line ends. */
  readonly fields: string
  readonly content: string
}

/**
 * Whether other forms of chunked content are taken like the plain one. Where that is not taken at all, or ends the
 * connection, nothing can be told.
 */
export async function expectSameAsChunked(inspection: Inspection, forms: readonly Form[]): Promise<Verdict> {
  const { begin, last, methods } = carriersFor(inspection.target)
  const ask = (method: string, { fields, content }: Omit<Form, 'what'>) =>
    converse(inspection, begin(method, fields) + content + last, 2)
  const plain = { fields: 'Transfer-Encoding: chunked\r\n', content: '2\r\nab\r\n0\r\n\r\n' }
  const cases = methods.flatMap((method) => forms.map((form) => ({ method, form })))
  const refusing = new Set<string>()
  return across(cases, 'There was nothing to send.', async ({ method, form }) => {
    if (refusing.has(method)) return undefined
    const usual = await ask(method, plain)
    if (usual.answers.filter(isServed).length < 2) {
      refusing.add(method)
      return inconclusive(
        `The target does not go on after a ${method} with chunked content of the plainest form.`,
      )
    }
    const exchange = await ask(method, form)
    if (exchange.answers.filter(isServed).length === 2) return passed()
    const [answer] = exchange.answers
    const instead = answer === undefined ? 'nothing' : statusLine(answer)
    const says = `A ${method} with ${form.what} was answered with ${instead}, or the request behind it was not answered; the same with plain chunks was.`
    return failed(says, exchange)
  })
}
