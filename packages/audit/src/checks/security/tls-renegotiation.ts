import { constants } from 'node:crypto'
import tls from 'node:tls'
import { check } from '../../check.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { secured } from '../../flaws/tls/secured.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { Unreachable, type Connection } from '../../wire/connection.ts'

/** More than servers allow that allow a few. */
const TIMES = 6

export const tlsRenegotiation = check({
  id: 'security/tls-renegotiation',
  claim: 'A client cannot have a server negotiate keys again and again on one connection.',
  severity: 'should',
  source: [rfc(9325, '3.5'), text('CVE-2011-1473', 'https://www.cve.org/CVERecord?id=CVE-2011-1473')],
  mend: {
    general:
      'Refuse renegotiation that the client asks for: each one costs the server many times what it costs the client.',
    stacks: {
      nginx: 'It refuses it since 0.8.23.',
      'node:tls':
        'secureOptions: constants.SSL_OP_NO_RENEGOTIATION; by default three within ten minutes are allowed.',
      'Spring Boot': '-Djdk.tls.rejectClientInitiatedRenegotiation=true',
    },
  },
  needs: ['https'],
  async run({ connect }) {
    let connection: Connection
    try {
      connection = await connect({ tls: { maxVersion: 'TLSv1.2' } })
    } catch (error) {
      if (error instanceof Unreachable) return passed('It speaks TLS 1.3 alone, which cannot renegotiate.')
      throw error
    }
    for (let time = 1; time <= TIMES; time++) {
      if (!(await renegotiates(connection)))
        return passed(time === 1 ? undefined : `It stopped after ${time - 1}.`)
    }
    return connection.ended === 'open'
      ? failed(`It negotiated keys ${TIMES} times upon the wish of the client; a refusal was expected.`)
      : inconclusive('It ended the connection.')
  },
  flaw: renegotiating(),
  sound: secured({ tls: { secureOptions: constants.SSL_OP_NO_RENEGOTIATION } }),
})

function renegotiates({ secured: socket }: Connection): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket === undefined) return resolve(false)
    const timer = setTimeout(() => resolve(false), 1000)
    const settle = (value: boolean) => {
      clearTimeout(timer)
      resolve(value)
    }
    socket.once('close', () => settle(false))
    if (!socket.renegotiate({ rejectUnauthorized: false }, (error) => settle(error === null))) settle(false)
  })
}

/** Node counts renegotiations by a limit that all its servers have in common. */
function renegotiating(): Specimen {
  return {
    async start() {
      const limits = tls as { CLIENT_RENEG_LIMIT: number }
      const { CLIENT_RENEG_LIMIT: before } = limits
      limits.CLIENT_RENEG_LIMIT = 100
      const server = await secured({ tls: { maxVersion: 'TLSv1.2' } }).start()
      return {
        ...server,
        async [Symbol.asyncDispose]() {
          limits.CLIENT_RENEG_LIMIT = before
          await server[Symbol.asyncDispose]()
        },
      }
    },
  }
}
