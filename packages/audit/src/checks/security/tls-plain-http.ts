import { check } from '../../check.ts'
import { secured, securedBehind } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

const WITHIN = 2000

export const tlsPlainHttp = check({
  id: 'security/tls-plain-http',
  claim: 'HTTP on the port of https is answered or refused at once.',
  severity: 'should',
  source: rfc(8446, '5'),
  mend: {
    general:
      'Let the TLS library refuse what is not TLS, or answer it with 400 or a redirect. Whoever mistypes the scheme should not wait for a timeout.',
    stacks: { nginx: 'error_page 497 =301 https://$host:$server_port$request_uri;' },
  },
  needs: ['https'],
  async run({ connect, target }) {
    const connection = await connect({ plain: true })
    await connection.write(writeRequest({ path: `${target.base}/` }, target.origin.host))
    if ((await connection.arrives(WITHIN)) || connection.ended !== 'open') return passed()
    return failed(
      `A request in the clear was neither answered nor refused within ${WITHIN / 1000} s.`,
      connection.exchange,
    )
  },
  flaw: securedBehind((first) => first[0] !== 22),
  sound: secured(),
})
