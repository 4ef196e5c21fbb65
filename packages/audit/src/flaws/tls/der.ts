/** Distinguished Encoding Rules (X.690), as far as certificates need them. */

export function der(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const all = Buffer.concat(content.map((each) => Buffer.from(each as string)))
  if (all.length < 128) return Buffer.concat([Buffer.of(tag, all.length), all])
  const length = Buffer.from(all.length.toString(16).padStart(all.length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, all])
}

export const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content)
export const set = (...content: readonly Buffer[]): Buffer => der(0x31, ...content)
export const utf8 = (text: string): Buffer => der(0x0c, text)
export const octets = (content: Buffer): Buffer => der(0x04, content)
export const bits = (content: Buffer): Buffer => der(0x03, Buffer.of(0), content)
export const TRUE: Buffer = Buffer.of(0x01, 0x01, 0xff)
export const NULL: Buffer = Buffer.of(0x05, 0x00)

/** @param content positive, its first bit zero */
export const integer = (content: Buffer): Buffer => der(0x02, content)

/** `1.2.840.10045.4.3.2` (X.690 section 8.19). */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const digits = [part % 128]
    for (let left = Math.floor(part / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left % 128) | 128)
    bytes.push(...digits)
  }
  return der(0x06, Buffer.from(bytes))
}

/** A time up to 2049 (RFC 5280 section 4.1.2.5.1). */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return der(0x17, digits.slice(2))
}
