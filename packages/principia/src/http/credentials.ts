import { createPrivateKey, hash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SecureContextOptions, Server } from 'node:tls'
import type { Log } from '../context/index.ts'

/** A certificate, with its chain, and its key, as they are in their files. */
export interface Credentials {
  readonly cert: Buffer
  readonly key: Buffer
  /** When the certificate ends. */
  readonly until: Date
}

/**
 * Reads a certificate and its key, as PEM.
 *
 * @throws Error that says which file is wrong, and how: not there, not PEM, over already, not each other's
 */
export function readCredentials(certFile: string, keyFile: string): Credentials {
  const cert = read(certFile, (bytes) => new X509Certificate(bytes))
  const key = read(keyFile, (bytes) => createPrivateKey(bytes))
  const until = new Date(cert.parsed.validTo)
  if (!cert.parsed.checkPrivateKey(key.parsed)) {
    throw new Error(`the key in ${keyFile} is not that of the certificate in ${certFile}`)
  }
  if (until.getTime() < Date.now()) {
    throw new Error(`the certificate in ${certFile} ended at ${until.toISOString()}`)
  }
  return { cert: cert.bytes, key: key.bytes, until }
}

function read<T>(file: string, parse: (bytes: Buffer) => T): { bytes: Buffer; parsed: T } {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  try {
    return { bytes, parsed: parse(bytes) }
  } catch (error) {
    // The parser's words could quote a part of the key.
    throw new Error(`${file} does not hold what it should, as PEM`, { cause: error })
  }
}

/** Milliseconds between two looks at the files. */
const LOOK = 5000

export interface WatchOptions {
  readonly certFile: string
  readonly keyFile: string
  /** What the server has now. */
  readonly credentials: Credentials
  /** What a new certificate is used with. */
  readonly options: SecureContextOptions
  readonly log: Log
  /** Milliseconds between two looks at the files: 5 s unless said. */
  readonly interval?: number
}

/**
 * Gives a server its certificate anew when the files change. Connections that are open go on with the old one. New
 * files that are no good are reported, and the old certificate is kept.
 *
 * The files are read now and then, and compared: those of a Kubernetes secret are links that are replaced as a
 * whole, which nobody who watches a file is told of.
 *
 * @returns how to stop
 */
export function watchCredentials(server: Server, watched: WatchOptions): () => void {
  const { certFile, keyFile, credentials, options, log, interval = LOOK } = watched
  let known = hashOf(credentials.cert, credentials.key)
  const look = () => {
    const found = hashOfFiles(certFile, keyFile)
    if (found === known) return
    // Also of what turns out to be no good, so that it is reported once.
    known = found
    try {
      const { cert, key, until } = readCredentials(certFile, keyFile)
      server.setSecureContext({ ...options, cert, key })
      log.info({ until: until.toISOString() }, 'took the new certificate')
    } catch (error) {
      log.error({ err: error }, 'kept the old certificate, since the new one is no good')
    }
  }
  const timer = setInterval(look, interval).unref()
  return () => clearInterval(timer)
}

function hashOf(cert: Buffer, key: Buffer): string {
  return hash('sha256', Buffer.concat([cert, key]))
}

function hashOfFiles(certFile: string, keyFile: string): string {
  try {
    return hashOf(readFileSync(certFile), readFileSync(keyFile))
  } catch {
    return 'unreadable'
  }
}
