import type { Check } from '../../check.ts'
import { tls13 } from './tls-1-3.ts'
import { tlsAlpn } from './tls-alpn.ts'
import { tlsCertificateDates } from './tls-certificate-dates.ts'
import { tlsCertificateHost } from './tls-certificate-host.ts'
import { tlsCertificateRenewal } from './tls-certificate-renewal.ts'
import { tlsChain } from './tls-chain.ts'
import { tlsCompression } from './tls-compression.ts'
import { tlsKey } from './tls-key.ts'
import { tlsLegacyCiphers } from './tls-legacy-ciphers.ts'
import { tlsOldVersions } from './tls-old-versions.ts'
import { tlsPlainHttp } from './tls-plain-http.ts'
import { tlsRenegotiation } from './tls-renegotiation.ts'
import { tlsSecureRenegotiation } from './tls-secure-renegotiation.ts'
import { tlsWeakCiphers } from './tls-weak-ciphers.ts'

/** What a server that speaks TLS has to see to. */
export const tls: readonly Check[] = [
  tlsOldVersions,
  tls13,
  tlsWeakCiphers,
  tlsLegacyCiphers,
  tlsCertificateHost,
  tlsCertificateDates,
  tlsCertificateRenewal,
  tlsKey,
  tlsChain,
  tlsAlpn,
  tlsPlainHttp,
  tlsRenegotiation,
  tlsSecureRenegotiation,
  tlsCompression,
]
