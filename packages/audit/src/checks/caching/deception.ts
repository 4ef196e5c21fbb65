import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { essence } from '../http/field-syntax.ts'
import { toRequest, whileSteady } from '../http/while-steady.ts'
import { STATUS } from '../../wire/answer.ts'

export const deception = check({
  id: 'caching/deception',
  claim: 'What belongs to one person has no second address that looks like a static file.',
  severity: 'should',
  source: text(
    'Gil, Web Cache Deception Attack (2017)',
    'https://www.blackhat.com/docs/us-17/wednesday/us-17-Gil-Web-Cache-Deception-Attack-wp.pdf',
  ),
  mend: {
    general:
      'Answer 404 for what follows an address that is complete: /me/x.css is not /me. A cache that keeps files by their ending keeps the page of whoever was led there, for all to read.',
    stacks: {
      Express: "app.get('/me', …) instead of app.use('/me', …)",
      Django: 'path("me/", …), or a regular expression that ends with $',
      'Spring Boot': 'no suffix and no trailing-path matching, which is the default since 6.0',
      PHP: 'cgi.fix_pathinfo=0; look at PATH_INFO',
    },
  },
  async run(inspection) {
    const { send, target, random } = inspection
    const personal = target.pages.filter(({ as }) => as !== undefined).slice(0, 4)
    const none = 'No page is known that belongs to one person; name users in the configuration.'
    return across(personal, none, (page) =>
      whileSteady(inspection, toRequest(page), async ({ answer }) => {
        const nobody = await send({ path: page.path })
        // What everybody may read can be kept.
        if (nobody.answer.status === 200 && nobody.answer.body.equals(answer.body)) return undefined
        const [path = ''] = page.path.split('?')
        const word = random.word(8)
        for (const end of [`/${word}.css`, `;${word}.css`, `%3b${word}.css`, `%23${word}.css`]) {
          const exchange = await send({ path: `${path.replace(/\/$/, '')}${end}`, as: page.as })
          const { status, headers, body } = exchange.answer
          const type = essence(headers.get('content-type'))
          if (status === 200 && body.equals(answer.body) && type !== 'text/css')
            return failed(
              `${path}${end} says what ${path} says to ${page.as?.name}, at an address that caches take for a file.`,
              exchange,
              STATUS,
            )
        }
        return passed()
      }),
    )
  },
  flaw: flawed((request, _, pass) => {
    if (request.url?.startsWith('/me/') === true) request.url = '/me'
    pass()
  }),
})
