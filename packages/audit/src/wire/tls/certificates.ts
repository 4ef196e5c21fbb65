import { X509Certificate } from 'node:crypto'

/**
 * The certificates that a server of TLS 1.2 or older sends, in their order (RFC 5246 section 7.4.2): its own comes first.
 *
 * @returns `undefined` where they have not all come yet
 */
export function readCertificates(bytes: Buffer): X509Certificate[] | undefined {
  const messages = handshakeOf(bytes)
  for (let at = 0; at + 4 <= messages.length;) {
    const to = at + 4 + messages.readUIntBE(at + 1, 3)
    if (to > messages.length) return undefined
    if (messages[at] === CERTIFICATE) return readList(messages.subarray(at + 7, to))
    at = to
  }
  return undefined
}

const CERTIFICATE = 11
const HANDSHAKE = 22

/** What the records of the handshake hold: a message may span several of them. */
function handshakeOf(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === HANDSHAKE;) {
    const to = at + 5 + bytes.readUInt16BE(at + 3)
    if (to > bytes.length) break
    parts.push(bytes.subarray(at + 5, to))
    at = to
  }
  return Buffer.concat(parts)
}

function readList(bytes: Buffer): X509Certificate[] {
  const certificates: X509Certificate[] = []
  for (let at = 0; at + 3 <= bytes.length;) {
    const to = at + 3 + bytes.readUIntBE(at, 3)
    certificates.push(new X509Certificate(bytes.subarray(at + 3, to)))
    at = to
  }
  return certificates
}
