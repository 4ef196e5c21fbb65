import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { sample } from './survey.ts'

/** What other servers of the same domain, analytics scripts and old versions leave in a browser. */
const GARBAGE = [
  'a',
  '=; =; ;;',
  'token=%E0%A4%A; %=%',
  'data={"a": [1, 2, "x"]}; other="unclosed',
  'name=Ada Lovelace, Countess; name=again',
  '__proto__=1; constructor=2; toString=3',
  'session=not-a-session; sid=s%3Anot.signed; connect.sid=s%3Ax',
]

export const cookieGarbage = check({
  id: 'http/cookie-garbage',
  claim: 'A Cookie field with garbage is no fault of the server.',
  severity: 'should',
  source: [rfc(6265, '4.2.2'), rfc(9110, '15.5.1')],
  mend: {
    general:
      'Take a cookie that cannot be read for one that is not there. Other servers of the domain and scripts on the page set cookies too: whoever fails on them locks people out until they clear their browser.',
    stacks: {
      'node:http': 'decodeURIComponent throws on "%E0%A4%A": catch it, or use the cookie package, which does',
      Django: 'request.COOKIES is parsed leniently; check what you decode from it',
      'Go net/http': 'r.Cookie(name) skips what it cannot read; check what you decode from it',
    },
  },
  async run({ send, target }) {
    return across(sample(target.pages, 3), 'There is no page to ask for.', async ({ path, as }) => {
      const own = as?.headers['Cookie'] ?? as?.headers['cookie']
      for (const garbage of GARBAGE) {
        const cookie = own === undefined ? garbage : `${own}; ${garbage}`
        const exchange = await send({ path, headers: { ...as?.headers, Cookie: cookie } })
        const { answer } = exchange
        if (answer.status >= 500 && answer.status !== 503)
          return failed(
            `${path} was answered with ${statusLine(answer)} to \`Cookie: ${garbage}\`.`,
            exchange,
            STATUS,
          )
      }
      return passed()
    })
  },
  flaw: flawed((request, response, pass) => {
    try {
      decodeURIComponent(request.headers.cookie ?? '')
      pass()
    } catch {
      response.writeHead(500).end()
    }
  }),
})
