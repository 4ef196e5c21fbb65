import { check } from '../../check.ts'
import { htmlPage } from '../../flaws/answering.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { seenAnswers, requestLine } from './answers.ts'

/** In an address, and long enough to be a secret. */
const SESSION =
  /(?:;jsessionid=|[?&;](?:PHPSESSID|JSESSIONID|ASPSESSIONID\w*|sid|session_?id|access_token)=)[\w.~+/-]{16,}/i

export const sessionInUrl = check({
  id: 'security/session-in-url',
  claim: 'No address that a page or a redirect gives has a session in it.',
  severity: 'should',
  source: text(
    'OWASP Session Management Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html',
  ),
  mend: {
    general:
      'Keep sessions in cookies: addresses are logged, sent along as Referer, and passed on by people.',
    stacks: {
      'Spring Boot': 'server.servlet.session.tracking-modes=cookie',
      PHP: 'session.use_only_cookies=1 and session.use_trans_sid=0',
    },
  },
  async run(inspection) {
    return across(await seenAnswers(inspection), 'Nothing was seen.', (seen) => {
      const { headers, body } = seen.answer
      const addresses = `${headers.get('location') ?? ''} ${linksIn(body.toString('latin1'))}`
      const found = SESSION.exec(addresses)?.[0]
      if (found === undefined) return passed()
      return failed(
        `The answer to ${requestLine(seen)} links to an address with a session, "${found.slice(0, 80)}".`,
        seen,
        found,
      )
    })
  },
  flaw: htmlPage({}, '<!doctype html><a href="/next;jsessionid=0123456789ABCDEF0123456789ABCDEF">On</a>'),
})

function linksIn(html: string): string {
  return [...html.matchAll(/(?:href|src|action)\s*=\s*["']([^"']+)/gi)]
    .map(([, address]) => address)
    .join(' ')
}
