import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import type { Inspection } from '../../run/inspection.ts'
import { rfc } from '../../source.ts'
import type { Page, Target } from '../../target/target.ts'
import { across, failed, markIn, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { mendAllow } from './mend-allow.ts'
import { ask, MOST_PAGES, otherMethods } from './other-method.ts'

export const allowComplete = check({
  id: 'routing/allow-complete',
  claim: 'Allow lists every method that works and none that does not.',
  severity: 'should',
  source: [rfc(9110, '10.2.1'), rfc(9110, '15.5.6')],
  mend: mendAllow,
  run({ send, target }) {
    return across(target.pages.slice(0, MOST_PAGES), 'No answer had an Allow.', async (page) => {
      const told = await findAllow(send, page, target)
      if (told === undefined) return undefined
      const allowed = told.answer.headers.list('allow', { exact: true })
      for (const method of methodsToTry(target)) {
        const tried = await ask(send, page, method)
        const wrong = contradiction(allowed.includes(method), method, tried)
        if (wrong !== undefined)
          return failed(`Allow of ${page.path} is "${allowed.join(', ').slice(0, 200)}", but ${wrong}`, [
            { exchange: told, mark: markIn(told, 'received', /^allow:.*/im) },
            { exchange: tried, mark: markIn(tried, 'received', STATUS) },
          ])
      }
      return passed()
    })
  },
  flaw: tampered((answer) => {
    if (answer.headers['allow'] !== undefined) answer.headers['allow'] = 'GET, HEAD, POST, PUT, PATCH, DELETE'
  }),
})

async function findAllow(
  send: Inspection['send'],
  page: Page,
  target: Target,
): Promise<Answered | undefined> {
  for (const method of [...otherMethods(page, target), 'OPTIONS']) {
    const told = await ask(send, page, method)
    if ((told.answer.status === 405 || method === 'OPTIONS') && told.answer.headers.has('allow')) return told
  }
  return undefined
}

/** DELETE and PUT are never tried, since they need no content to do harm; PATCH and POST only on a target of one's own. */
function methodsToTry({ writable }: Target): readonly string[] {
  return writable ? ['GET', 'HEAD', 'PROPFIND', 'PATCH', 'POST'] : ['GET', 'HEAD', 'PROPFIND']
}

function contradiction(listed: boolean, method: string, { answer }: Answered): string | undefined {
  if (listed && (answer.status === 405 || answer.status === 501))
    return `${method} was refused with ${statusLine(answer)}.`
  if (!listed && answer.status >= 200 && answer.status < 300)
    return `${method} is not in it and was answered with ${statusLine(answer)}.`
  return undefined
}
