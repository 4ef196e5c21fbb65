/**
 * The Huffman code of HPACK (RFC 7541 appendix B). It is canonical: the lengths in bits, by symbol, decide the codes, which
 * are counted up within a length in the order of the symbols. The last symbol, 256, is EOS.
 */
const LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7,
  8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19,
  13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13,
  28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21,
  22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23,
  22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25,
  25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
]

const EOS = 256
const SYMBOLS = codes()

/**
 * The text that was coded, as bytes.
 *
 * @returns a sentence where it is not a coded text
 */
export function decodeHuffman(bytes: Buffer): Buffer | string {
  const out: number[] = []
  let code = 0
  let length = 0
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = (code << 1) | ((byte >> bit) & 1)
      length++
      const symbol = SYMBOLS.get(keyOf(code, length))
      if (symbol === EOS) return 'a Huffman-coded text has EOS in it (RFC 7541 section 5.2)'
      if (symbol === undefined) continue
      out.push(symbol)
      code = 0
      length = 0
    }
  }
  // What is left over is the beginning of EOS, which is all ones, of less than a byte.
  if (length > 7 || code !== (1 << length) - 1)
    return 'the padding of a Huffman-coded text is not the beginning of EOS (RFC 7541 section 5.2)'
  return Buffer.from(out)
}

function codes(): ReadonlyMap<number, number> {
  const symbols = new Map<number, number>()
  let code = 0
  for (let length = 1; length <= 30; length++) {
    for (const [symbol, each] of LENGTHS.entries()) {
      if (each === length) symbols.set(keyOf(code++, length), symbol)
    }
    code <<= 1
  }
  return symbols
}

/** Codes of different lengths are different ones: a one in front of each keeps them apart. */
function keyOf(code: number, length: number): number {
  return 2 ** length + code
}
