import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { parseForwarded, type Hop } from './forwarded.ts'
import { isHost } from './host.ts'

/** What the nearest trusted proxy says of the request as its client sent it. */
export interface Forwarded {
  /** The last address on the way that no trusted proxy has. */
  readonly address: string
  /** Whether the client used https; `undefined` where no proxy says so. */
  readonly secure: boolean | undefined
  /** The host that the client asked for; `undefined` where no proxy says so. */
  readonly host: string | undefined
}

/** The fields that proxies write: `X-Forwarded-For`, `-Proto` and `-Host`, or `Forwarded` (RFC 7239). */
export type ProxyFields = 'x-forwarded' | 'forwarded'

/** Reads what the proxies in front of a server say, `undefined` where the peer is none of them. */
export type ReadForwarded = (request: IncomingMessage) => Forwarded | undefined

/**
 * Makes what finds the client behind trusted proxies.
 *
 * A proxy adds the address that it received a request from on the right, so the list is walked from there for as
 * long as the addresses are trusted: whatever a client made up stands further to the left than the client itself,
 * and is never reached. Only one kind of field is read. A proxy that writes the one kind lets the other through
 * as the client sent it.
 *
 * @param trusted addresses, networks such as `10.0.0.0/8`, and names of `NETWORKS`, with commas between
 * @throws TypeError that names what is neither
 */
export function compileProxies(trusted: string, fields: ProxyFields): ReadForwarded {
  const list = toBlockList(trusted)
  const isTrusted = (address: string) => list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
  const readHops = fields === 'forwarded' ? hopsOfForwarded : hopsOfXForwarded
  let lastPeer = ''
  let lastTrusted = false
  return (request) => {
    // The peers of a server behind a proxy are few, mostly one.
    const peer = request.socket.remoteAddress ?? ''
    if (peer !== lastPeer) {
      lastTrusted = isIP(peer) !== 0 && isTrusted(peer)
      lastPeer = peer
    }
    if (!lastTrusted) return undefined
    const hops = readHops(request)
    let address = peer
    let said: Hop | undefined
    for (const hop of hops.slice(-MAX_HOPS).toReversed()) {
      said = hop
      const from = toAddress(hop.for)
      // "unknown", a made-up name, or nonsense: who is behind it cannot be known.
      if (from === undefined) break
      address = from
      if (!isTrusted(from)) break
    }
    return { address, secure: toSecure(said?.proto), host: toHost(said?.host) }
  }
}

/**
 * Reads nothing, and tells once of a request that seems to come from a proxy, which for a server that trusts none is
 * the client of all its requests.
 *
 * @param tell is given the name of the field
 */
export function watchForProxies(tell: (field: string) => void): ReadForwarded {
  let told = false
  return ({ headers }) => {
    if (told) return undefined
    if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return undefined
    told = true
    tell(headers.forwarded === undefined ? 'X-Forwarded-For' : 'Forwarded')
    return undefined
  }
}

/** Proxies in a row; a list of trusted addresses that is longer is somebody's joke. */
const MAX_HOPS = 32

const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  // RFC 1918 and RFC 4193
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  // RFC 3927 and RFC 4291 section 2.5.6
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
}

function toBlockList(trusted: string): BlockList {
  const list = new BlockList()
  const names = trusted.split(',').map((name) => name.trim())
  for (const name of names.flatMap((each) => NETWORKS[each] ?? [each])) {
    const [address = '', bits, ...more] = name.split('/')
    const size = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
    const prefix = bits === undefined ? size : Number(bits)
    if (size === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits ?? '0') || prefix > size) {
      const known = Object.keys(NETWORKS).join(', ')
      throw new TypeError(
        `"${name}" is no address, no network such as 10.0.0.0/8, and none of ${known}; put commas between them`,
      )
    }
    list.addSubnet(address, prefix, size === 32 ? 'ipv4' : 'ipv6')
  }
  return list
}

function hopsOfForwarded({ headers }: IncomingMessage): readonly Hop[] {
  return parseForwarded(headers.forwarded)
}

/**
 * The three fields side by side, from the right. A proxy that sets a scheme or host anew, instead of adding it to
 * those before, leaves one for all hops.
 */
function hopsOfXForwarded({ headers }: IncomingMessage): readonly Hop[] {
  const addresses = toList(headers['x-forwarded-for']).slice(-MAX_HOPS)
  const protos = toList(headers['x-forwarded-proto'])
  const hosts = toList(headers['x-forwarded-host'])
  const aligned = (list: readonly string[], fromRight: number) => list[Math.max(0, list.length - fromRight)]
  if (addresses.length === 0) return [{ for: undefined, proto: protos.at(-1), host: hosts.at(-1) }]
  return addresses.map((address, index) => ({
    for: address,
    proto: aligned(protos, addresses.length - index),
    host: aligned(hosts, addresses.length - index),
  }))
}

function toList(value: string | string[] | undefined): string[] {
  if (value === undefined) return []
  return String(value)
    .split(',')
    .map((each) => each.trim())
}

/** The address of a node, whose port is left out: `192.0.2.1:47011`, `[2001:db8::1]:80` (RFC 7239 section 6). */
function toAddress(node: string | undefined): string | undefined {
  if (node === undefined) return undefined
  const [, bracketed, plain] = /^(?:\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(node) ?? []
  const address = bracketed ?? plain ?? node
  if (isIP(address) === 0 || address.includes('%')) return undefined
  // RFC 4291 section 2.5.5.2: an IPv4 address in the clothes of an IPv6 one.
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

function toSecure(proto: string | undefined): boolean | undefined {
  const scheme = proto?.toLowerCase()
  return scheme === 'https' ? true : scheme === 'http' ? false : undefined
}

function toHost(host: string | undefined): string | undefined {
  return host !== undefined && host !== '' && isHost(host) ? host : undefined
}
