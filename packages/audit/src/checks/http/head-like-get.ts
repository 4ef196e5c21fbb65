import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { sample } from './survey.ts'
import { toRequest, whileSteady } from './while-steady.ts'

/** Those that a server knows without making the content may not be missing; the others may not differ. */
const KNOWN = ['Content-Type', 'Cache-Control', 'Location', 'Content-Language']
const SAME = [...KNOWN, 'ETag', 'Last-Modified', 'Content-Encoding', 'Accept-Ranges', 'Content-Location']

export const headLikeGet = check({
  id: 'http/head-like-get',
  claim: 'HEAD is answered with the status and the fields of GET.',
  severity: 'should',
  source: rfc(9110, '9.3.2'),
  mend: {
    general:
      'Let HEAD run what GET runs, and drop the content at the very end. Link checkers, caches and download managers ask with HEAD and believe what it says.',
    stacks: {
      Express: 'app.get answers HEAD as well: remove app.head handlers of your own',
      Fastify: 'exposeHeadRoutes is on by default',
      'Go net/http': 'a pattern "GET /…" matches HEAD as well',
    },
  },
  async run(inspection) {
    return across(sample(inspection.target.pages, 5), 'There is no page to ask for with HEAD.', (page) =>
      whileSteady(inspection, toRequest(page), async ({ answer: get }) => {
        const exchange = await inspection.send({ ...toRequest(page), method: 'HEAD' })
        const { answer: head } = exchange
        if (head.status === 405 || head.status === 501) return inconclusive('It does not answer HEAD.')
        if (head.status !== get.status)
          return failed(
            `HEAD ${page.path} was answered with ${statusLine(head)}, GET with ${statusLine(get)}.`,
            exchange,
            STATUS,
          )
        const differs = SAME.find((name) => {
          const value = head.headers.get(name)
          if (value === undefined && !KNOWN.includes(name)) return false
          return value !== get.headers.get(name)
        })
        if (differs === undefined) return passed()
        const [to, from] = [head, get].map(({ headers }) => headers.get(differs) ?? 'not there')
        return failed(`To HEAD ${page.path} ${differs} was \`${to}\`, to GET \`${from}\`.`, exchange)
      }),
    )
  },
  flaw: tampered(({ headers }, { method }) => {
    if (method === 'HEAD') headers['content-type'] = 'text/html'
  }),
})
