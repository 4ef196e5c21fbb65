import type { Socket } from 'node:net'

/** What a ServerHello of TLS 1.2 says. */
export interface CannedHello {
  readonly suite?: number
  readonly compression?: number
  /** Whether it says that renegotiation is secured (RFC 5746 section 3.6). */
  readonly renegotiationInfo?: boolean
}

/** Answers a client that knows no TLS 1.3 with a ServerHello that no library writes any more; leaves others to the server. */
export function cannedHello({ suite = 0xc02b, compression = 0, renegotiationInfo = true }: CannedHello) {
  return (first: Buffer, socket: Socket): boolean => {
    if (first.includes(SUPPORTED_VERSIONS)) return false
    const extensions = renegotiationInfo ? Buffer.of(0, 5, 0xff, 0x01, 0, 1, 0) : Buffer.alloc(0)
    const body = Buffer.concat([
      Buffer.of(3, 3),
      crypto.getRandomValues(Buffer.alloc(32)),
      Buffer.of(0, suite >> 8, suite & 0xff, compression),
      extensions,
    ])
    const message = Buffer.concat([Buffer.of(2, 0, 0, body.length), body])
    socket.write(Buffer.concat([Buffer.of(22, 3, 3, 0, message.length), message]))
    return true
  }
}

/** The extension with which clients offer TLS 1.3 (RFC 8446 section 4.2.1). */
const SUPPORTED_VERSIONS = Buffer.of(0x00, 0x2b, 0x00)
