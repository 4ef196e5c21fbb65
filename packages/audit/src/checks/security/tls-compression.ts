import { check } from '../../check.ts'
import { cannedHello } from '../../flaws/tls/server-hello.ts'
import { secured, securedBehind } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { COMMON_SUITES } from '../../wire/tls/suites.ts'
import { offer, TLS_1_2 } from './tls.ts'

const DEFLATE = 1

export const tlsCompression = check({
  id: 'security/tls-compression',
  claim: 'TLS does not compress what it encrypts.',
  severity: 'should',
  source: rfc(9325, '3.3'),
  mend: {
    general:
      'Turn TLS compression off, or update the TLS library: the length of what is compressed tells of secrets in it (CRIME).',
    stacks: { Apache: 'SSLCompression off' },
  },
  needs: ['https'],
  async run(inspection) {
    const hello = { version: TLS_1_2, suites: COMMON_SUITES, compression: [DEFLATE, 0] }
    const { answer, exchange } = await offer(inspection, hello)
    if (answer === undefined || answer.kind === 'alert')
      return passed('It refuses clients that offer compression, or TLS 1.2.')
    if (answer.kind === 'other') return inconclusive('What it answers is not TLS.')
    return answer.compression === 0
      ? passed()
      : failed('It agreed to compress with DEFLATE; none was expected.', exchange)
  },
  flaw: securedBehind(cannedHello({ compression: DEFLATE })),
  sound: secured(),
})
