import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { addressOf, parentOf } from './second-address.ts'

export const pathParameter = check({
  id: 'routing/path-parameter',
  claim: 'A parameter of a path arrives as the client meant it: UTF-8 as UTF-8, and plus as plus.',
  severity: 'should',
  source: [rfc(3986, '2.5'), rfc(3986, '3.3')],
  mend: {
    general:
      'Decode a segment as UTF-8 with the function for URI components, not with the one for forms: only in a form is plus a space.',
    stacks: {
      'Spring Boot':
        'Leave the URI encoding of the container at UTF-8; no URLDecoder.decode on paths, which makes a space of plus.',
      PHP: 'rawurldecode(), not urldecode()',
      Python: 'urllib.parse.unquote(), not unquote_plus()',
    },
  },
  /** Looks where an answer shows the address that was asked for: refusals often do, and stored items too. */
  run({ send, target, random }) {
    const folders = [
      ...new Set([...target.pages.map((page) => parentOf(addressOf(page).path)), `${target.base}/`]),
    ]
    return across(folders.slice(0, 4), 'It has no address.', async (folder) => {
      const word = random.word(10)
      const exchange = await send({ path: `${folder}${word}%C3%A9+x` })
      const shown = exchange.answer.body.toString()
      if (!shown.includes(word))
        return inconclusive(
          'No answer shows what it was asked for, so that it cannot be seen how a path is decoded.',
        )
      const wrong = MISREAD.find(({ looks }) => shown.includes(word + looks))
      if (wrong !== undefined)
        return failed(
          `The segment "%C3%A9+x" was read as "${wrong.looks}": ${wrong.why}`,
          exchange,
          markIn(exchange, 'received', word),
        )
      const right = RIGHT.some((looks) => shown.toLowerCase().includes(word + looks))
      return right ? passed() : inconclusive('The answer shows the segment in a form of its own.')
    })
  },
  flaw: repeating((path) => Buffer.from(decodeURIComponent(path)).toString('latin1')),
  sound: repeating(decodeURIComponent),
})

const MISREAD = [
  { looks: '\u00c3\u00a9+x', why: 'UTF-8 was read as ISO 8859-1.' },
  { looks: '\u00c3\u00a9 x', why: 'UTF-8 was read as ISO 8859-1, and plus as a space.' },
  { looks: '\u00e9 x', why: 'plus was read as a space.' },
]

/** As it is, as it was sent, in JSON, in HTML. */
const RIGHT = [
  '\u00e9+x',
  '%c3%a9+x',
  '%c3%a9%2bx',
  '\\u00e9+x',
  '&eacute;+x',
  '&#233;+x',
  '&#xe9;+x',
  '\u00e9&#x2b;x',
  '\u00e9&#43;x',
]

/** The sound server, with refusals that repeat what they have read. */
function repeating(read: (path: string) => string) {
  return flawed((request, response, pass) => {
    const { url = '/' } = request
    if (!/%c3%a9/i.test(url)) return pass()
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(`${read(url)} is not there`)
  })
}
