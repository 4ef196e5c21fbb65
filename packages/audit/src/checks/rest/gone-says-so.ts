import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { rfc } from '../../source.ts'
import { isObject } from '../../target/openapi/document.ts'
import type { Target } from '../../target/target.ts'
import { across, failed, passed } from '../../verdict.ts'
import { jsonOf, STATUS, statusLine, type Answer } from '../../wire/answer.ts'

const MOST_ADDRESSES = 8

export const goneSaysSo = check({
  id: 'rest/gone-says-so',
  claim: 'A version that has ended (410) says where to go on.',
  severity: 'may',
  source: [rfc(9110, '15.5.11'), rfc(8594, '6'), rfc(5829, '3.2')],
  mend: {
    general:
      'Answer the addresses of a version that has ended with 410 and a Link to what comes in its place (successor-version) or to the guide (sunset): whoever finds that in a log knows what to do.',
    stacks: {
      nginx: `location /v1/ { add_header Link '</v2/>; rel="successor-version"' always; return 410; }`,
      Caddy: `handle /v1/* { header Link "</v2/>; rel=\\"successor-version\\"" \n respond 410 }`,
    },
  },
  run: ({ send, target }) =>
    across(
      versionsBefore(target),
      'No earlier version of its addresses answers that it has ended (410).',
      async ({ path, as }) => {
        const exchange = await send({ path, as })
        // Whether 404 is a version that has ended or one that never was, nobody can see.
        if (exchange.answer.status !== 410) return undefined
        if (leadsOn(exchange.answer)) return passed()
        return failed(
          `${path} has ended (${statusLine(exchange.answer)}), and nothing in the answer says where to go on.`,
          exchange,
          STATUS,
        )
      },
    ),
  flaw: ended(false),
  sound: ended(true),
})

/** The addresses that pages may have had in versions before theirs. */
function versionsBefore({ pages }: Target): { path: string; as: Target['users'][number] | undefined }[] {
  return pages
    .flatMap(({ path, as }) => {
      const [, before = '', number = '', after = ''] =
        /^(\/(?:[^/?]+\/)*v)(\d{1,2})((?:[/?].*)?)$/.exec(path) ?? []
      const versions = Array.from({ length: Math.max(0, Number(number) - 1) }, (_, index) => index + 1)
      return versions.map((version) => ({ path: `${before}${version}${after}`, as }))
    })
    .slice(0, MOST_ADDRESSES)
}

/** In a field, or in words: whatever looks like an address, but for those that say what it is about. */
function leadsOn(answer: Answer): boolean {
  const { headers, body } = answer
  if (headers.has('link') || headers.has('location')) return true
  const content = jsonOf(answer)
  const words = isObject(content)
    ? JSON.stringify({ ...content, type: undefined, instance: undefined })
    : body.toString()
  return /https?:\/\/|(?:^|[\s"'(>])\/[a-z]/i.test(words)
}

/** The sound server as a second version, whose first one has ended. */
function ended(saysWhere: boolean): Specimen {
  const inner = flawed((request, response, pass) => {
    const { url = '/' } = request
    if (url.startsWith('/v1/')) {
      response.writeHead(410, {
        'content-type': 'application/json',
        ...(saysWhere && { link: '</v2/>; rel="successor-version"' }),
      })
      response.end('{"title":"Gone"}')
      return
    }
    request.url = url.replace(/^\/v2\//, '/')
    pass()
  })
  return {
    async start() {
      const server = await inner.start()
      return { ...server, config: { ...server.config, pages: ['/v2/books'] } }
    },
  }
}
