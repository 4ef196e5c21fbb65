import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { across, inconclusive, passed } from '../../verdict.ts'
import { describeOutcome } from '../../wire/http2/outcome.ts'
import { fieldsOf, speakHttp2 } from './http2.ts'

const COMPARED = [
  'content-type',
  'etag',
  'last-modified',
  'cache-control',
  'vary',
  'allow',
  'www-authenticate',
]

export const h2SameAnswers = check({
  id: 'http/h2-same-answers',
  claim: 'The same request has the same answer over HTTP/2 and over HTTP/1.1.',
  severity: 'should',
  source: rfc(9113, '8'),
  mend: {
    general:
      'Both versions carry the same semantics: let the same handlers and the same header settings serve both, also where a proxy stands in front for one of them.',
    stacks: {
      nginx:
        'Put listen lines of both versions into one server block, so that its add_header lines hold for both.',
      'node:http2': 'createSecureServer({ allowHTTP1: true }, handler) serves both with one handler.',
    },
  },
  async run(inspection) {
    const { target, send } = inspection
    const pages = target.pages.filter(({ as }) => as === undefined).slice(0, 5)
    const paths = [...pages.map(({ path }) => path), target.missing()]
    const connection = await speakHttp2(inspection)
    return across(paths, 'Nothing was asked for.', async (path) => {
      const one = await send({ path })
      if (one.answer.status === 0) return inconclusive('It does not speak HTTP/1.1 there.')
      const outcome = await connection.outcome(await connection.request(fieldsOf(inspection, path)))
      if (outcome.kind !== 'answer')
        return inconclusive(`GET ${path} over HTTP/2 ${describeOutcome(outcome)}.`)
      const { status, headers } = outcome.answer
      // An answer that is another one each time would differ over one version too.
      const again = await send({ path })
      const changed = (name: string) => again.answer.headers.get(name) !== one.answer.headers.get(name)
      if (status !== one.answer.status && again.answer.status === one.answer.status)
        return connection.failed(
          `GET ${path} was answered with ${status} over HTTP/2, and with ${one.answer.status} over HTTP/1.1.`,
        )
      const other = COMPARED.find(
        (name) => !changed(name) && headers.get(name) !== one.answer.headers.get(name),
      )
      if (other === undefined) return passed()
      const shown = (value: string | undefined) =>
        value === undefined ? 'absent' : `"${value.slice(0, 100)}"`
      return connection.failed(
        `GET ${path}: ${other} is ${shown(headers.get(other))} over HTTP/2, and ${shown(one.answer.headers.get(other))} over HTTP/1.1.`,
      )
    })
  },
  flaw: laxHttp2('version-independent'),
  sound: soundHttp2,
})
