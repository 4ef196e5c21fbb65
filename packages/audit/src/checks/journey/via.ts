import { check } from '../../check.ts'
import { gatewayProgram, soundGateway } from '../../flaws/program/program.ts'
import { launchCalling } from '../../process/calling.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import type { Headers1 } from '../../wire/answer.ts'

/** An address for documentation (RFC 5737), which no client has. */
const INVENTED = '203.0.113.77'

export const via = check({
  id: 'journey/via',
  claim: "A gateway names itself in Via, and passes the client's address on.",
  // No client comes to harm where only Via is missing, and well-known gateways leave it out.
  severity: 'should',
  source: [rfc(9110, '7.6.3'), rfc(7239, '5.2')],
  mend: {
    general:
      'Add "1.1 name" to Via, and the address of the connection to X-Forwarded-For or Forwarded, behind what the client says, or in its place where no proxy of yours stands in front.',
    stacks: {
      nginx:
        'proxy_set_header Via "1.1 gateway"; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      Apache: 'ProxyVia On; mod_proxy_http sets X-Forwarded-For.',
      HAProxy: 'option forwardfor, and http-request add-header Via "1.1 gateway"',
      'Go net/http': 'Rewrite: func(r *httputil.ProxyRequest) { r.SetXForwarded(); … }',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection, 'gateway')
    const { launched, upstream, request } = calling
    const before = upstream.calls.length
    const exchange = await launched.send({ ...request, headers: { 'X-Forwarded-For': INVENTED } })
    const call = upstream.calls.at(before)
    if (call === undefined) return inconclusive('The request was answered without the upstream.')
    const { headers } = call
    const missing: string[] = []
    if (!headers.has('via'))
      missing.push(
        'The upstream got a request without Via, which a gateway must send (RFC 9110 section 7.6.3).',
      )
    const last = lastAddress(headers)
    if (last === undefined) missing.push('The upstream is not told the address of the client.')
    else if (last.includes(INVENTED))
      missing.push(
        `The last address that the upstream is told is ${INVENTED}, which the client invented; its own was expected there.`,
      )
    return missing.length === 0 ? passed() : failed(missing.join(' '), exchange)
  },
  flaw: gatewayProgram('serve({ handle: passing({ adds: () => ({}) }) })'),
  sound: soundGateway,
})

/** The client's address as the last hop tells it. */
function lastAddress(headers: Headers1): string | undefined {
  const forwarded = headers.list('forwarded').at(-1)
  const named = /for="?([^;"]+)/.exec(forwarded ?? '')?.[1]
  return (
    named ?? headers.list('x-forwarded-for').at(-1) ?? headers.get('x-real-ip') ?? headers.get('x-client-ip')
  )
}
