/** What a server makes of a ClientHello. */
export type HelloAnswer =
  | {
      readonly kind: 'hello'
      readonly version: number
      readonly suite: number
      readonly compression: number
      readonly extensions: readonly number[]
    }
  | { readonly kind: 'alert'; readonly description: number }
  /** What came is not TLS. */
  | { readonly kind: 'other' }

/**
 * Reads the first record of a server: a ServerHello (RFC 5246 section 7.4.1.3) or an alert (section 7.2).
 *
 * @returns `undefined` where more has to come first
 */
export function readServerHello(bytes: Buffer): HelloAnswer | undefined {
  if (bytes.length < 5)
    return bytes.length > 0 && bytes[0] !== 21 && bytes[0] !== 22 ? { kind: 'other' } : undefined
  const [type] = bytes
  if (type !== 21 && type !== 22) return { kind: 'other' }
  const record = bytes.subarray(5, 5 + bytes.readUInt16BE(3))
  if (record.length < bytes.readUInt16BE(3)) return undefined
  if (type === 21)
    return record.length === 2 ? { kind: 'alert', description: record.readUInt8(1) } : { kind: 'other' }
  if (record[0] !== 2 || record.length < 42) return { kind: 'other' }
  const session = record.readUInt8(38)
  const suiteAt = 39 + session
  if (record.length < suiteAt + 3) return { kind: 'other' }
  return {
    kind: 'hello',
    version: record.readUInt16BE(4),
    suite: record.readUInt16BE(suiteAt),
    compression: record.readUInt8(suiteAt + 2),
    extensions: readExtensions(record.subarray(suiteAt + 3, 4 + record.readUIntBE(1, 3))),
  }
}

function readExtensions(bytes: Buffer): number[] {
  const types: number[] = []
  for (let at = 2; at + 4 <= bytes.length; at += 4 + bytes.readUInt16BE(at + 2))
    types.push(bytes.readUInt16BE(at))
  return types
}

const VERSIONS: Readonly<Record<number, string>> = {
  0x0300: 'SSL 3.0',
  0x0301: 'TLS 1.0',
  0x0302: 'TLS 1.1',
  0x0303: 'TLS 1.2',
}

export function versionName(version: number): string {
  return VERSIONS[version] ?? `version 0x${version.toString(16)}`
}
