import { isIPv6 } from 'node:net'

/** RFC 3986 section 3.2.2: a registered name or an IPv4 address, or else what stands in brackets; then a port. */
const HOST = /^(?:(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+|\[([^[\]]*)\])(?::\d*)?$/i

/** An address of a version that is still to come, which is allowed to be anything else. */
const FUTURE_ADDRESS = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i

/** Whether a text can be a host with or without a port (RFC 9110 section 7.2). */
export function isHost(text: string): boolean {
  const host = HOST.exec(text)
  if (host === null) return false
  const literal = host[1]
  // A zone, such as "%eth0", means something on one machine alone; the grammar has none.
  return literal === undefined || (isIPv6(literal) && !literal.includes('%')) || FUTURE_ADDRESS.test(literal)
}
