/**
 * The network that an address stands for when callers are counted: an IPv4 address itself, also where it
 * is written as an IPv6 one, and of an IPv6 address its first 64 bits. Those 64 are what one household
 * or server gets (RFC 6177), and whoever has them may change the other 64 with every request.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [left = '', right] = address.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length
  return [...head, ...Array<string>(zeros).fill('0'), ...tail].slice(0, 4).join(':')
}
