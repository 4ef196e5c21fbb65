import { createServer, type ServerOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { RequestListener } from 'node:http'
import { serveRaw, serveSecured } from '../serve.ts'
import { createSound } from '../sound/index.ts'
import type { Specimen } from '../specimen.ts'
import { makeCertificate, type Certificate } from './certificate.ts'

/** What a server that is served over https may do otherwise. */
export interface SecuredSpecimenOptions {
  readonly certificate?: () => Certificate
  /** PEM, behind its own certificate. */
  readonly chain?: () => readonly Certificate[]
  readonly tls?: ServerOptions
  readonly handler?: RequestListener
}

let shared: Certificate | undefined

/** The sound server over https, with a certificate of its own. */
export function secured(options: SecuredSpecimenOptions = {}): Specimen {
  return {
    start() {
      const { handler, config } = createSound()
      return serveSecured(options.handler ?? handler, config, tlsOf(options))
    },
  }
}

/** The same behind something that sees the first bytes of each connection, and may answer them itself by giving `true`. */
export function securedBehind(
  answers: (first: Buffer, socket: Socket) => boolean,
  options: SecuredSpecimenOptions = {},
): Specimen {
  return {
    start() {
      const { handler, config } = createSound()
      const server = createServer(tlsOf(options), options.handler ?? handler)
      server.on('tlsClientError', () => undefined)
      return serveRaw(
        (socket) => {
          socket.once('readable', () => {
            const first = socket.read() as Buffer | null
            if (first === null || answers(first, socket)) return
            socket.unshift(first)
            server.emit('connection', socket)
          })
        },
        config,
        'https',
      )
    },
  }
}

function tlsOf({
  certificate = () => (shared ??= makeCertificate()),
  chain,
  tls,
}: SecuredSpecimenOptions): ServerOptions {
  const { cert, key } = certificate()
  const behind = (chain?.() ?? []).map((each) => each.cert)
  return { key, cert: [cert, ...behind].join(''), ...tls }
}
