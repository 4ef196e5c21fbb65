import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import type { RequestSpec } from '../../wire/request.ts'

export const noSecretEcho = check({
  id: 'errors/no-secret-echo',
  claim: 'A failure does not give back the credentials of the request.',
  severity: 'must',
  source: text('CWE-209', 'https://cwe.mitre.org/data/definitions/209.html'),
  mend: {
    general:
      'Leave the headers of the request out of what is answered and logged about a failure: error pages are copied into tickets and kept by caches.',
    stacks: {
      Django: 'DEBUG = False',
      Laravel: 'APP_DEBUG=false',
      Express:
        'Do not answer with request.headers, nor with an error of an HTTP client, which holds its request.',
    },
  },
  async run({ target, send, random }) {
    const secrets = [random.word(24), random.word(24), random.word(24)] as const
    const headers = {
      authorization: `Bearer ${secrets[0]}`,
      cookie: `session=${secrets[1]}`,
      'x-api-key': secrets[2],
    }
    const page = target.pages[0]?.path ?? `${target.base}/`
    const [resource] = target.resources
    const requests: RequestSpec[] = [
      { path: target.missing(), headers },
      { path: page, method: 'AUDIT', headers },
      { path: `${page}${page.includes('?') ? '&' : '?'}limit=abc`, headers },
      ...target.guarded.slice(0, 2).map((path) => ({ path, headers })),
    ]
    if (target.writable && resource !== undefined)
      requests.push({
        path: resource.path,
        method: 'POST',
        body: '{"a": ',
        headers: { ...headers, 'content-type': 'application/json' },
      })
    return across(requests, 'Nothing was tried.', async (request) => {
      const seen = await send(request, { limited: true })
      if (seen.answer.status < 400) return undefined
      const found = secrets.find((secret) => seen.answer.body.includes(secret))
      if (found === undefined) return passed()
      return failed(
        `${request.method ?? 'GET'} ${request.path} was answered with ${seen.answer.status}, and with the credentials that it carried.`,
        seen,
        found,
      )
    })
  },
  flaw: flawed((request, response, pass) => {
    if (!/^\/[a-z0-9]{12}$/.test(request.url ?? '')) return pass()
    response.writeHead(404, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ title: 'Not Found', request: { url: request.url, headers: request.headers } }),
    )
  }),
})
