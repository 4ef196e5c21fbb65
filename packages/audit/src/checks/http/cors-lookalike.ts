import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, inconclusive, need, passed } from '../../verdict.ts'
import { fromOrigin, NO_ORIGIN, permission } from './cors.ts'
import { lineOf } from './field-syntax.ts'
import { MEND_CORS } from './mend-cors.ts'
import { sample } from './survey.ts'

export const corsLookalike = check({
  id: 'http/cors-lookalike',
  claim: 'An origin that only begins, ends or looks like one that is allowed gets no permission.',
  severity: 'must',
  source: text('Fetch standard, CORS protocol', 'https://fetch.spec.whatwg.org/#http-cors-protocol'),
  mend: MEND_CORS,
  async run({ send, target, random }) {
    const allowed = need(target.allowedOrigin, NO_ORIGIN)
    const stranger = `https://${random.word()}.example`
    return across(sample(target.pages, 3), 'There is no page to ask for.', async (page) => {
      const usual = permission((await send(fromOrigin(page, allowed))).answer, allowed)
      if (!usual.read) return inconclusive(`${page.path} gives ${allowed} no permission.`)
      // What everybody may read has nothing to hide behind a name.
      if (permission((await send(fromOrigin(page, stranger))).answer, stranger).read) return undefined
      for (const origin of lookalikes(allowed, random.word(6))) {
        const exchange = await send(fromOrigin(page, origin))
        if (permission(exchange.answer, origin).read)
          return failed(
            `Pages of ${origin} may read ${page.path}, like those of ${allowed}, while those of ${stranger} may not.`,
            exchange,
            lineOf('Access-Control-Allow-Origin'),
          )
      }
      return passed()
    })
  },
  flaw: tampered(({ headers }, request) => {
    const { origin } = request.headers
    if (origin?.startsWith('https://app.example') === true) headers['access-control-allow-origin'] = origin
  }),
})

/** Origins that somebody else could register. */
function lookalikes(origin: string, word: string): string[] {
  const { protocol, hostname, port } = new URL(origin)
  const end = port === '' ? '' : `:${port}`
  const dotless = hostname.replace('.', 'x')
  return [
    // startsWith
    `${origin}.${word}.example`,
    `${protocol}//${hostname}.${word}.example${end}`,
    // endsWith
    `${protocol}//${word}${hostname}${end}`,
    // includes
    `${protocol}//${word}.example/${hostname}`,
    // a regular expression with a dot that is any character
    ...(dotless === hostname ? [] : [`${protocol}//${dotless}${end}`]),
  ]
}
