import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { Answer } from '../../wire/answer.ts'

/** Bytes that a decoded answer may have: a bomb is no subject here. */
const MOST = 32 << 20
/** Codings that are taken off: nobody applies more in earnest. */
const MOST_CODINGS = 5

const DECODERS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gunzipSync(body, { maxOutputLength: MOST }),
  'x-gzip': (body) => gunzipSync(body, { maxOutputLength: MOST }),
  br: (body) => brotliDecompressSync(body, { maxOutputLength: MOST }),
  // The format of RFC 1950, with its head (RFC 9110 section 8.4.1.2).
  deflate: (body) => inflateSync(body, { maxOutputLength: MOST }),
  zstd: (body) => zstdDecompressSync(body, { maxOutputLength: MOST }),
  identity: (body) => body,
}

/** The codings of an answer, in the order in which they were applied. */
function codingsOf({ headers }: Answer): string[] {
  return headers.list('content-encoding')
}

/** The content without its codings; `undefined` where it does not decode, or a coding is not known. */
export function decoded(answer: Answer): Buffer | undefined {
  const codings = codingsOf(answer)
  if (codings.length > MOST_CODINGS) return undefined
  try {
    return codings.reduceRight<Buffer | undefined>(
      (body, coding) => (body === undefined ? undefined : DECODERS[coding]?.(body)),
      answer.body,
    )
  } catch {
    return undefined
  }
}
