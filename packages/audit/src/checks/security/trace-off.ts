import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'

export const traceOff = check({
  id: 'security/trace-off',
  claim: 'TRACE does not give back credentials.',
  severity: 'should',
  source: rfc(9110, '9.3.8'),
  mend: {
    general:
      'Turn TRACE off, and TRACK with it: nobody needs them, and they show cookies to scripts that may not read them.',
    stacks: {
      Apache: 'TraceEnable Off',
      Tomcat: 'allowTrace="false" at the Connector, which is the default',
    },
  },
  run: ({ target, send, random }) =>
    across(['TRACE', 'TRACK'], 'Nothing was tried.', async (method) => {
      const secret = random.word(24)
      const headers = { cookie: `session=${secret}`, authorization: `Bearer ${secret}` }
      const seen = await send({ method, path: `${target.base}/`, headers })
      if (seen.answer.status >= 300 || !seen.answer.body.includes(secret)) return passed()
      return failed(
        `${method} was answered with ${seen.answer.status} and the credentials of the request.`,
        seen,
        secret,
      )
    }),
  flaw: flawed((request, response, pass) => {
    if (request.method !== 'TRACE') return pass()
    const lines = request.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`))
    response.writeHead(200, { 'content-type': 'message/http' })
    response.end(`TRACE ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`)
  }),
})
