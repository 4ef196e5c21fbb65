/** What a client offers (RFC 5246 section 7.4.1.2), also what no library offers any more. */
export interface ClientHello {
  /** `0x0303` for TLS 1.2; TLS 1.3 cannot be offered. */
  readonly version: number
  readonly suites: readonly number[]
  /** Methods of compression: none unless said. */
  readonly compression?: readonly number[]
  /** A host, not an address. */
  readonly serverName?: string | undefined
  readonly alpn?: readonly string[]
}

/** Says that renegotiation is to be secured, as a cipher suite (RFC 5746 section 3.3). */
const EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff

/** x25519, secp256r1, secp384r1, secp521r1. */
const GROUPS = [0x001d, 0x0017, 0x0018, 0x0019]
/** ECDSA, RSA-PSS and RSA, with SHA-2 and, for old servers, SHA-1. */
const SIGNATURES = [0x0403, 0x0503, 0x0804, 0x0805, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201]

/** The bytes of one record with it. */
export function writeClientHello(hello: ClientHello): Buffer {
  const { version, suites, compression = [0], serverName, alpn = ['http/1.1'] } = hello
  const body = Buffer.concat([
    uint16(version),
    crypto.getRandomValues(Buffer.alloc(32)),
    vector(1, Buffer.alloc(0)),
    vector(2, ...[...suites, EMPTY_RENEGOTIATION_INFO_SCSV].map(uint16)),
    vector(1, Buffer.from(compression)),
    vector(
      2,
      ...(serverName === undefined
        ? []
        : [extension(0, vector(2, Buffer.of(0), vector(2, Buffer.from(serverName))))]),
      extension(10, vector(2, ...GROUPS.map(uint16))),
      extension(11, vector(1, Buffer.of(0))),
      extension(13, vector(2, ...SIGNATURES.map(uint16))),
      extension(16, vector(2, ...alpn.map((name) => vector(1, Buffer.from(name))))),
    ),
  ])
  const message = Buffer.concat([Buffer.of(1), vector(3, body)])
  // The record says TLS 1.0 whatever is offered in it (RFC 8446 section 5.1), for servers that look no further.
  return Buffer.concat([Buffer.of(22, 3, version === 0x0300 ? 0 : 1), vector(2, message)])
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([uint16(type), vector(2, content)])
}

/** Content behind its length, which has so many bytes. */
function vector(bytes: number, ...content: readonly Buffer[]): Buffer {
  const all = Buffer.concat(content)
  const length = Buffer.alloc(bytes)
  length.writeUIntBE(all.length, 0, bytes)
  return Buffer.concat([length, all])
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}
