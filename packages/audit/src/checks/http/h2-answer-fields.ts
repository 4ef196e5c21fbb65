import { check } from '../../check.ts'
import { laxHttp2, soundHttp2 } from '../../flaws/http2/lax.ts'
import { rfc } from '../../source.ts'
import { across, inconclusive, passed } from '../../verdict.ts'
import { describeOutcome, type Http2Answer } from '../../wire/http2/outcome.ts'
import { fieldsOf, speakHttp2 } from './http2.ts'

const OF_CONNECTIONS = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])

export const h2AnswerFields = check({
  id: 'http/h2-answer-fields',
  claim:
    'Over HTTP/2, answers have field names in small letters, and none that belong to a connection of HTTP/1.1.',
  severity: 'must',
  source: [rfc(9113, '8.2'), rfc(9113, '8.2.2'), rfc(9113, '8.3.2')],
  mend: {
    general:
      'Do not set Connection, Keep-Alive, Transfer-Encoding or Upgrade in the application: they belong to the server. Clients refuse such an answer over HTTP/2.',
    stacks: {
      Express:
        "Leave out response.set('Connection', 'keep-alive'), which is often copied along for server-sent events.",
      nginx: 'grpc_hide_header or proxy_hide_header for fields that an upstream sets.',
    },
  },
  async run(inspection) {
    const { target } = inspection
    const paths = target.pages.filter(({ as }) => as === undefined).map(({ path }) => path)
    const connection = await speakHttp2(inspection)
    return across([...paths.slice(0, 5), target.missing()], 'Nothing was asked for.', async (path) => {
      const outcome = await connection.outcome(await connection.request(fieldsOf(inspection, path)))
      const [fault] = connection.faults
      if (fault !== undefined) return connection.failed(`GET ${path}: ${fault}.`)
      if (outcome.kind !== 'answer') return inconclusive(`GET ${path} ${describeOutcome(outcome)}.`)
      const wrong = faultIn(outcome.answer)
      return wrong === undefined ? passed() : connection.failed(`The answer to GET ${path} ${wrong}.`)
    })
  },
  flaw: laxHttp2('answer-fields'),
  sound: soundHttp2,
})

function faultIn({ headers, trailers }: Http2Answer): string | undefined {
  const names = [...headers.fields, ...(trailers?.fields ?? [])].map(([name]) => name)
  const capital = names.find((name) => /[A-Z]/.test(name))
  if (capital !== undefined) return `has the field "${capital}" with capital letters`
  const hop = names.find((name) => OF_CONNECTIONS.has(name))
  if (hop !== undefined) return `has the field "${hop}", which belongs to a connection of HTTP/1.1`
  const pseudo = names.filter((name) => name.startsWith(':'))
  if (pseudo.length !== 1 || names[0] !== ':status')
    return `has pseudo-header fields ${pseudo.join(', ')}; :status alone, in front, was expected`
  return undefined
}
