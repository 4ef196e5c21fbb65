import { check } from '../../check.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { versionName } from '../../wire/tls/server-hello.ts'
import { COMMON_SUITES } from '../../wire/tls/suites.ts'
import { offer, TLS_1_2, TLS_MEND } from './tls.ts'

/** TLS 1.1, TLS 1.0 and SSL 3.0. */
const OLD = [0x0302, 0x0301, 0x0300]

export const tlsOldVersions = check({
  id: 'security/tls-old-versions',
  claim: 'Versions of TLS before 1.2 are refused.',
  severity: 'must',
  source: [rfc(8996), rfc(9325, '3.1.1'), rfc(7568)],
  mend: TLS_MEND,
  needs: ['https'],
  run: (inspection) =>
    across(OLD, 'Nothing was tried.', async (version) => {
      const { answer, exchange } = await offer(inspection, { version, suites: COMMON_SUITES })
      if (answer?.kind !== 'hello' || answer.version >= TLS_1_2) return passed()
      return failed(
        `${versionName(version)} was offered, and ${versionName(answer.version)} agreed to; a refusal was expected.`,
        exchange,
        { in: 'received', from: 9, to: 11 },
      )
    }),
  flaw: secured({ tls: { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } }),
  sound: secured(),
})
