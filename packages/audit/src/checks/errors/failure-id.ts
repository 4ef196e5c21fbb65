import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { jsonOf, type Answer } from '../../wire/answer.ts'
import { failures } from './provoked.ts'

const NAMES =
  /^(?:x-)?(?:amzn-|amz-|goog-|ms-|b3-)?(?:request|correlation|trace|transaction|error|operation)[-_]?id$|^traceparent$|^x-amz-cf-id$|^x-cloud-trace-context$|^cf-ray$/i

export const failureId = check({
  id: 'errors/failure-id',
  claim: 'A failure carries an id by which it can be found in the log.',
  severity: 'may',
  source: text('W3C Trace Context', 'https://www.w3.org/TR/trace-context/'),
  mend: {
    general:
      'Give each request an id, answer with it in X-Request-Id or the problem details, and write it into each log line.',
    stacks: {
      Rails: 'ActionDispatch::RequestId does, by default.',
      Fastify: "app.addHook('onSend', async (request, reply) => reply.header('x-request-id', request.id))",
      nginx: 'add_header X-Request-Id $request_id always;',
    },
  },
  async run(inspection) {
    const [first, second] = (await failures(inspection)).filter(({ says }) =>
      /^An(?:other)? address that/.test(says),
    )
    if (first === undefined || second === undefined) return inconclusive('No failure could be provoked.')
    const [one, other] = [idsIn(first.seen.answer), idsIn(second.seen.answer)]
    if (one.length === 0)
      return failed('A failure has no id, neither in a header nor in its content.', first.seen)
    // What is the same each time finds nothing.
    if (one.some((id) => !other.includes(id))) return passed()
    return failed(`Two failures have the same id, "${one[0]?.slice(0, 80)}".`, second.seen, one[0])
  },
  flaw: tampered((answer) => {
    delete answer.headers['x-request-id']
    if (answer.status === 404) answer.body = Buffer.from('{"title":"Not Found","status":404}')
  }),
})

function idsIn(answer: Answer): string[] {
  const content = jsonOf(answer)
  const members = typeof content === 'object' && content !== null ? Object.entries(content) : []
  return [...answer.headers.fields, ...members]
    .filter(([name, value]) => typeof value === 'string' && (NAMES.test(name) || isOccurrence(name, value)))
    .map(([, value]) => String(value))
}

/** Of problem details: what occurred, not where (RFC 9457 section 3.1.5 allows both). */
function isOccurrence(name: string, value: string): boolean {
  return name === 'instance' && /^urn:|[\da-f]{16}/i.test(value)
}
