import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { bits, der, integer, NULL, octets, oid, sequence, set, TRUE, utcTime, utf8 } from './der.ts'

/** A certificate (RFC 5280) and its key: made for specimens, which have nobody to ask for one. */
export interface Certificate {
  readonly name: string
  /** PEM. */
  readonly cert: string
  readonly key: string
  readonly signer: KeyObject
}

export interface CertificateOptions {
  /** Of the subject: `localhost` unless said. */
  readonly name?: string
  /** Hosts and addresses that it is for: `localhost` and 127.0.0.1 unless said. */
  readonly hosts?: readonly string[]
  /** Days from now: from yesterday and for 90 days unless said. */
  readonly from?: number
  readonly to?: number
  /** Who signs it: itself unless said. */
  readonly issuer?: Certificate
  /** Whether it may sign others. */
  readonly authority?: boolean
  /** Bits of an RSA key; an ECDSA key on P-256 where it is left out. */
  readonly rsa?: number
}

const DAY = 86_400_000

export function makeCertificate(options: CertificateOptions = {}): Certificate {
  const {
    name = 'localhost',
    hosts = ['localhost', '127.0.0.1'],
    from = -1,
    to = 90,
    issuer,
    authority = false,
  } = options
  const { publicKey, privateKey } = makeKeys(options.rsa)
  const signer = issuer?.signer ?? privateKey
  const algorithm = signatureOf(signer)
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    nameOf(issuer?.name ?? name),
    sequence(utcTime(new Date(Date.now() + from * DAY)), utcTime(new Date(Date.now() + to * DAY))),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...extensions(extensionsOf(hosts, authority)),
  )
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, signer)))
  return {
    name,
    cert: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signer: privateKey,
  }
}

function makeKeys(rsa: number | undefined): {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
} {
  return rsa === undefined
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: rsa })
}

/** ecdsa-with-SHA256 (RFC 5758) or sha256WithRSAEncryption (RFC 4055). */
function signatureOf({ asymmetricKeyType }: KeyObject): Buffer {
  return asymmetricKeyType === 'rsa'
    ? sequence(oid('1.2.840.113549.1.1.11'), NULL)
    : sequence(oid('1.2.840.10045.4.3.2'))
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))))
}

function extensions(all: readonly Buffer[]): Buffer[] {
  return all.length > 0 ? [der(0xa3, sequence(...all))] : []
}

function extensionsOf(hosts: readonly string[], authority: boolean): Buffer[] {
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, host),
  )
  return [
    ...(names.length > 0 ? [sequence(oid('2.5.29.17'), octets(sequence(...names)))] : []),
    ...(authority ? [sequence(oid('2.5.29.19'), TRUE, octets(sequence(TRUE)))] : []),
  ]
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{1,64}/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`
}
