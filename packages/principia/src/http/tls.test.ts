import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, renameSync, writeFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import type { Log } from '../context/index.ts'
import { startQuiet, QUIET_ENV, targetRoutes } from './fixtures/app.ts'
import { canCertify, makeCertificate, type TestCertificate } from './fixtures/certificate.ts'
import { readCredentials, watchCredentials } from './credentials.ts'
import { createTlsServer, TLS_OPTIONS } from './tls.ts'

const made: TestCertificate[] = []
const certificate = (options?: Parameters<typeof makeCertificate>[0]) => {
  const one = makeCertificate(options)
  made.push(one)
  return one
}
afterEach(() => {
  for (const one of made.splice(0)) one[Symbol.dispose]()
})

/** The name in the certificate that a server shows. */
async function nameShownBy(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { subject } = socket.getPeerCertificate()
  socket.destroy()
  return String(subject.CN)
}

it.skipIf(!canCertify)('small answers are not held back until earlier bytes are acknowledged', () => {
  const { certFile, keyFile } = certificate()
  const server = createTlsServer({ serve: () => undefined } as never, readCredentials(certFile, keyFile))
  expect(Reflect.get(server, 'noDelay')).toBe(true)
})

describe.skipIf(!canCertify)('a certificate', () => {
  /** A server with a certificate that is watched, and the lines of its log as they come. */
  const startWatched = async (files: TestCertificate) => {
    const lines: string[] = []
    const waiting = new Set<() => void>()
    const note = (_fields: object | string, message = '') => {
      lines.push(message)
      for (const look of waiting) look()
    }
    const log: Log = { debug: note, info: note, warn: note, error: note }
    const credentials = readCredentials(files.certFile, files.keyFile)
    const server = createTlsServer({ serve: () => undefined } as never, credentials)
    const { certFile, keyFile } = files
    const stop = watchCredentials(server, {
      certFile,
      keyFile,
      credentials,
      options: TLS_OPTIONS,
      log,
      interval: 20,
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return {
      port: typeof address === 'object' && address !== null ? address.port : 0,
      said: (message: string) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!lines.includes(message)) return
            waiting.delete(look)
            resolve()
          }
          waiting.add(look)
          look()
        }),
      stop() {
        stop()
        server.close()
      },
    }
  }

  it('is taken anew when its files change, without a restart', async () => {
    const files = certificate()
    const watched = await startWatched(files)
    expect(await nameShownBy(watched.port)).toBe('localhost')
    const next = certificate({ name: 'renewed.test' })
    renameSync(next.keyFile, files.keyFile)
    renameSync(next.certFile, files.certFile)
    await watched.said('took the new certificate')
    expect(await nameShownBy(watched.port)).toBe('renewed.test')
    watched.stop()
  })

  it('is kept when the new files are no good, which is logged, and replaced once they are', async () => {
    const files = certificate()
    const watched = await startWatched(files)
    writeFileSync(files.certFile, 'not a certificate')
    await watched.said('kept the old certificate, since the new one is no good')
    expect(await nameShownBy(watched.port)).toBe('localhost')
    const next = certificate({ name: 'mended.test' })
    copyFileSync(next.keyFile, files.keyFile)
    copyFileSync(next.certFile, files.certFile)
    await watched.said('took the new certificate')
    expect(await nameShownBy(watched.port)).toBe('mended.test')
    watched.stop()
  })
})

describe.skipIf(!canCertify)('an app does not start', () => {
  const startWith = (env: Record<string, string>) =>
    startQuiet({ routes: targetRoutes }, { env: { ...QUIET_ENV, ...env } })

  it('with a certificate and no key, or a key and no certificate', async () => {
    const { certFile, keyFile } = certificate()
    await expect(startWith({ TLS_CERT: certFile })).rejects.toThrow(/setting TLS_KEY must be set as well/)
    await expect(startWith({ TLS_KEY: keyFile })).rejects.toThrow(/setting TLS_CERT must be set as well/)
  })

  it('with files that are not there, are no PEM, or do not belong together', async () => {
    const { certFile, keyFile, folder } = certificate()
    const other = certificate()
    const cases = [
      [`${folder}/none.pem`, keyFile, /none\.pem cannot be read/],
      [keyFile, keyFile, /key\.pem does not hold what it should, as PEM/],
      [certFile, certFile, /cert\.pem does not hold what it should, as PEM/],
      [certFile, other.keyFile, /is not that of the certificate/],
    ] as const
    for (const [cert, key, message] of cases) {
      await expect(startWith({ TLS_CERT: cert, TLS_KEY: key })).rejects.toThrow(message)
    }
  })

  it('with a certificate that is over, and says so without quoting the key', async () => {
    const { certFile, keyFile, folder } = certificate()
    const over = `${folder}/over.pem`
    // Of no days: it ends in the second in which it is made.
    const options = `x509 -in ${certFile} -signkey ${keyFile} -days 0 -out ${over}`
    execFileSync('openssl', options.split(' '), { stdio: 'pipe' })
    await expect(startWith({ TLS_CERT: over, TLS_KEY: keyFile })).rejects.toThrow(/over\.pem ended at 20/)
    chmodSync(certFile, 0o600)
    writeFileSync(keyFile, 'SECRET-KEY-MATERIAL')
    const refused = await startWith({ TLS_CERT: certFile, TLS_KEY: keyFile }).catch((error: Error) => error)
    expect(String(refused)).toMatch(/key\.pem does not hold/)
    expect(String(refused)).not.toContain('SECRET-KEY')
  })
})

it('a server without a certificate speaks no TLS', async () => {
  const refused = Promise.withResolvers<Error>()
  await using server = await startQuiet({ routes: targetRoutes })
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  socket.once('error', refused.resolve)
  expect(await refused.promise).toMatchObject({ code: expect.stringMatching(/^ERR_SSL_/) })
})
