import { Duplex } from 'node:stream'
import {
  constants,
  createBrotliCompress,
  createGzip,
  createZstdCompress,
  type BrotliCompress,
  type Gzip,
  type ZstdCompress,
} from 'node:zlib'
import type { Coding } from './codings.ts'

type Compressor = Gzip | BrotliCompress | ZstdCompress

/** Each is held to less than 1 MiB, since it lives for as long as its client likes to read. */
const COMPRESSORS: Record<Coding, () => Compressor> = {
  gzip: () => createGzip({ level: 4 }),
  br: () =>
    createBrotliCompress({
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 },
    }),
  zstd: () =>
    createZstdCompress({
      params: {
        [constants.ZSTD_c_compressionLevel]: 3,
        [constants.ZSTD_c_windowLog]: 17,
        [constants.ZSTD_c_hashLog]: 15,
        [constants.ZSTD_c_chainLog]: 15,
      },
    }),
}

/** Flushes what is known so far, and goes on with what was learnt. */
const FLUSHES: Record<Coding, number> = {
  gzip: constants.Z_SYNC_FLUSH,
  br: constants.BROTLI_OPERATION_FLUSH,
  zstd: constants.ZSTD_e_flush,
}

/** Compressors that may be open at a time, so that readers who take their time cannot fill memory. */
const MAX_OPEN = 256
let open = 0

/** Whether one more stream may be coded now. */
export function canEncodeStream(): boolean {
  return open < MAX_OPEN
}

/** Codes what passes through it, in another thread. */
export function encodeStream(coding: Coding): Duplex {
  return new Encoder(COMPRESSORS[coding](), FLUSHES[coding])
}

type Done = (error?: Error | null) => void

/**
 * A compressor that gathers and does not hold back. While it is busy, chunks wait and then go to it as one:
 * each way to its thread costs more than coding a line of text. When nothing waits any more, what it has
 * is flushed, so that the lines of a live stream arrive when they are written.
 */
class Encoder extends Duplex {
  readonly #compressor: Compressor
  readonly #flush: number
  #flushed = true

  constructor(compressor: Compressor, flush: number) {
    super({ writableHighWaterMark: 65_536, readableHighWaterMark: 65_536 })
    open++
    this.#compressor = compressor
    this.#flush = flush
    compressor.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) compressor.pause()
    })
    compressor.on('end', () => this.push(null))
    compressor.on('error', (error) => this.destroy(error))
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#encode(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: Done): void {
    this.#encode(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  #encode(bytes: Buffer, done: Done): void {
    this.#flushed = false
    this.#compressor.write(bytes, (error) => {
      done(error)
      setImmediate(() => this.#flushIfIdle())
    })
  }

  #flushIfIdle(): void {
    if (this.#flushed || this.writableLength > 0 || this.writableEnded || this.destroyed) return
    this.#flushed = true
    this.#compressor.flush(this.#flush)
  }

  override _read(): void {
    this.#compressor.resume()
  }

  override _final(done: () => void): void {
    this.#compressor.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    open--
    this.#compressor.destroy()
    done(error)
  }
}
