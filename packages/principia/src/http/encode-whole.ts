import { promisify } from 'node:util'
import {
  brotliCompress,
  brotliCompressSync,
  constants,
  gzip,
  gzipSync,
  zstdCompress,
  zstdCompressSync,
} from 'node:zlib'
import type { Coding } from './codings.ts'

/**
 * Bytes up to which content is coded at once. It takes a tenth of a millisecond at most; to hand it to
 * another thread and back would take longer.
 */
const AT_ONCE = 16_384

/** Codes whole content: at once where it is small, otherwise in another thread. `size` is in bytes. */
export function encodeWhole(
  content: string | Uint8Array,
  size: number,
  coding: Coding,
): Buffer | Promise<Buffer> {
  return size <= AT_ONCE ? AT_ONCE_BY_CODING[coding](content, size) : IN_THREAD[coding](content, size)
}

// The levels are where more work stops paying: docs/decisions/0015-answers-are-compressed.md has the figures.
const GZIP = { level: 4 }
const brotli = (size: number) => ({
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: size },
})
const zstd = (size: number) => ({
  pledgedSrcSize: size,
  params: { [constants.ZSTD_c_compressionLevel]: 3 },
})

const AT_ONCE_BY_CODING: Record<Coding, (content: string | Uint8Array, size: number) => Buffer> = {
  gzip: (content) => gzipSync(content, GZIP),
  br: (content, size) => brotliCompressSync(content, brotli(size)),
  zstd: (content, size) => zstdCompressSync(content, zstd(size)),
}

/** Each piece of output is one more way to the other thread and back. */
const PIECE = { chunkSize: 65_536 }

const gzipInThread = promisify<string | Uint8Array, object, Buffer>(gzip)
const brotliInThread = promisify<string | Uint8Array, object, Buffer>(brotliCompress)
const zstdInThread = promisify<string | Uint8Array, object, Buffer>(zstdCompress)

const IN_THREAD: Record<Coding, (content: string | Uint8Array, size: number) => Promise<Buffer>> = {
  gzip: (content) => gzipInThread(content, { ...GZIP, ...PIECE }),
  br: (content, size) => brotliInThread(content, { ...brotli(size), ...PIECE }),
  zstd: (content, size) => zstdInThread(content, { ...zstd(size), ...PIECE }),
}
