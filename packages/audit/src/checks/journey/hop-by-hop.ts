import { check } from '../../check.ts'
import { gatewayProgram, soundGateway } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, markIn, passed, type Evidence } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'

export const hopByHop = check({
  id: 'journey/hop-by-hop',
  claim: 'A gateway does not pass on the fields that Connection names, in neither direction.',
  severity: 'must',
  source: rfc(9110, '7.6.1'),
  mend: {
    general:
      'Before a message goes on, take out Connection and every field that it names. What stands behind may act on such a field, and whoever asks may have a field taken out that another proxy has put in: never name those that carry who somebody is.',
    stacks: {
      'Go net/http': 'httputil.ReverseProxy does it.',
      nginx:
        'It passes on what Connection names. Take out what your own services must not get: proxy_set_header X-Internal "";',
      'Node http-proxy':
        'It passes them on: remove what request.headers.connection names before proxy.web().',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection, 'gateway')
    const { launched, upstream, request } = calling
    const [there, back] = [inspection.random.word(6), inspection.random.word(6)]
    const [named, answered] = [`X-Audit-${there}`, `X-Audit-${back}`]
    await upstream.set({ status: 200, headers: ['Connection', answered, answered, 'of one hop'] })
    const before = upstream.calls.length
    const exchange = await launched.send({
      ...request,
      headers: { Connection: `close, ${named}`, [named]: 'of one hop' },
    })
    const call = upstream.calls.at(before)
    if (call === undefined)
      return exchange.answer.status === 400
        ? passed(`It refuses a request whose Connection names a field: ${statusLine(exchange.answer)}.`)
        : inconclusive('The request was answered without the upstream.')
    const evidence: (Evidence & { readonly says: string })[] = []
    if (call.headers.has(named))
      evidence.push({
        exchange,
        mark: markIn(exchange, 'sent', new RegExp(`^${named}:.*`, 'm')),
        says: `The upstream got ${named}, which Connection of the request names.`,
      })
    if (exchange.answer.headers.has(answered))
      evidence.push({
        exchange,
        mark: markIn(exchange, 'received', new RegExp(`^${answered}:.*`, 'im')),
        says: `The client got ${answered}, which Connection of the upstream's answer names.`,
      })
    return evidence.length === 0 ? passed() : failed(evidence.map(({ says }) => says).join(' '), evidence)
  },
  flaw: gatewayProgram('serve({ handle: passing({ strips: false }) })'),
  sound: soundGateway,
})
