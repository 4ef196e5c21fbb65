import { isIP } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { toMime } from './mime.ts'
import { toSmtpFault } from './smtp-faults.ts'
import { parseSmtpUrl, type SmtpServer } from './smtp-url.ts'
import type { Transport } from './transport.ts'

export interface SmtpOptions {
  /** As in `EMAIL_URL`: `smtp://user:password@host:587`. */
  readonly url: string
  /** Connections at the same time, which are kept for further mails: 5 unless said. */
  readonly connections?: number
  /** Certificates to trust, and one's own, besides what Node trusts. */
  readonly tls?: Pick<SecureContextOptions, 'ca' | 'cert' | 'key'>
}

/** Milliseconds. A server may think about a message for ten minutes (RFC 5321 section 4.5.3.2.6). */
const PATIENCE = { connect: 15_000, greet: 15_000, silence: 600_000 }

/**
 * Hands mail to a server by SMTP, with nodemailer. A password is sent over TLS alone, unless to this machine.
 *
 * @throws TypeError where the URL is none for SMTP
 */
export async function smtpTransport({ url, connections = 5, tls = {} }: SmtpOptions): Promise<Transport> {
  const server = parseSmtpUrl(url)
  // The URL may hold a password.
  if (server === undefined)
    throw new TypeError('An SMTP server is named by a URL such as smtp://user:password@host:587.')
  const { createTransport } = await import('nodemailer')
  const { host, port, secure, user, password } = server
  const pool = createTransport({
    pool: true,
    host,
    port,
    secure,
    requireTLS: !secure && user !== undefined && !isLocal(server),
    ...(user !== undefined && { auth: { user, pass: password }, forceAuth: true }),
    maxConnections: connections,
    // What may have been taken is not sent again behind our back: that is the job's to decide.
    maxRequeues: 0,
    connectionTimeout: PATIENCE.connect,
    greetingTimeout: PATIENCE.greet,
    socketTimeout: PATIENCE.silence,
    tls: { ...tls, ...(isIP(host) === 0 && { servername: host }) },
  })
  return {
    async deliver(message, { signal }) {
      const raw = await toMime(message)
      signal.throwIfAborted()
      try {
        const { response, serverMessageId: id } = await pool.sendMail({
          envelope: { from: message.from.address, to: [message.to.address] },
          raw,
          signal,
        })
        return { id, detail: response }
      } catch (error) {
        throw toSmtpFault(error)
      }
    },
    describe: () => `${secure ? 'smtps' : 'smtp'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
    close: () => pool.close(),
  }
}

function isLocal({ host }: SmtpServer): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)
}
