import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import type { Target } from '../../target/target.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { isJson, STATUS, statusLine, type Answer } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'

export const notFound = check({
  id: 'routing/not-found',
  claim: 'What is not there is answered with 404.',
  severity: 'must',
  source: rfc(9110, '15.5.5'),
  mend: {
    general:
      'Answer 404 where no route matches. A start page for every address belongs to the paths of the front end only, not to those of the API.',
    stacks: {
      Express:
        "app.use((req, res) => res.status(404).json({ title: 'Not Found', status: 404 })) as the last handler",
      nginx: 'try_files $uri =404;',
    },
  },
  async run({ send, target, random }) {
    const path = target.missing()
    let exchange = await send({ path })
    const [user] = target.users
    // Who refuses nobody in particular tells less, and rightly so; somebody may know what is not there.
    if (isRefused(exchange) && user !== undefined) exchange = await send({ path, as: user })
    const { answer } = exchange
    const { status } = answer
    if (status === 404 || status === 410) return passed()
    const what = `An address that cannot exist was answered with ${statusLine(answer)}`
    if (isRefused(exchange))
      return inconclusive(`${what}: who may not know is not told. Name somebody who may under "users".`)
    if (status >= 300 && status < 400) return inconclusive(`${what}, which leads elsewhere, as to sign in.`)
    if (status !== 200 || !isFrontEnd(answer)) return failed(`${what}; 404 was expected.`, exchange, STATUS)
    // A front end with routes of its own is the same page at every address, but not at those of the API.
    const folder = need(folderOf(target), `${what} and a page, as by a front end with routes of its own.`)
    const near = await send({ path: `${folder}${random.word(12)}` })
    if (near.answer.status !== 200) return passed()
    return failed(`${what} and a page, among the paths of the API too; 404 was expected.`, near, STATUS)
  },
  flaw: tampered((answer) => {
    if (answer.status === 404) answer.status = 200
  }),
})

function isRefused({ answer: { status } }: Answered): boolean {
  return status === 401 || status === 403
}

/** Whether scripts may show there what belongs to an address. */
function isFrontEnd({ headers, body }: Answer): boolean {
  return (
    /^text\/html\b/i.test(headers.get('content-type') ?? '') && /<script\b/i.test(body.toString('latin1'))
  )
}

/** Where there are addresses of the API, if they have a folder of their own. */
function folderOf({ pages }: Target): string | undefined {
  const page = pages.find(({ as, seen }) => as === undefined && isJson(seen.answer))
  const folder = page?.path.replace(/[^/]*(?:\?.*)?$/s, '')
  return folder === '/' ? undefined : folder
}
