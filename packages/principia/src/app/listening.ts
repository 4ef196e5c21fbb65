import type { AddressInfo, Server } from 'node:net'
import { EXIT, StartFault } from '../errors/index.ts'
import { createServer } from '../http/node-http.ts'
import type { StandardSettings } from './settings.ts'

/** Where a server listens, and which setting says so. */
interface Place {
  readonly port: number
  readonly host: string
  readonly setting: 'PORT' | 'MANAGEMENT_PORT'
}

export function appPlace({ PORT, HOST }: StandardSettings): Place {
  return { port: PORT, host: HOST, setting: 'PORT' }
}

export function managementPlace({ PORT, MANAGEMENT_PORT, MANAGEMENT_HOST }: StandardSettings): Place {
  const port = MANAGEMENT_PORT ?? (PORT === 0 ? 0 : PORT + 1)
  return { port, host: MANAGEMENT_HOST, setting: 'MANAGEMENT_PORT' }
}

/** A start that is going to fail for a port should fail before a service has changed anything, such as tables. */
export async function probe(places: readonly Place[]): Promise<void> {
  for (const place of places) {
    const server = createServer()
    await listen(server, place)
    await new Promise((resolve) => server.close(resolve))
  }
}

/** @throws StartFault that says which setting to change */
export function listen(server: Server, { port, host, setting }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(whyNotListening(error, port, host, setting))
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

function whyNotListening(
  error: NodeJS.ErrnoException,
  port: number,
  host: string,
  setting: string,
): StartFault {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another process. Stop that process, or set ${setting} to a free port.`,
    EACCES: `Port ${port} may not be used by this account. Set ${setting} to a port above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Set ${setting.replace('PORT', 'HOST')} to one that is.`,
  }
  const reason = reasons[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}.`
  return new StartFault(reason, EXIT.unavailable, { cause: error })
}

export function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo
  const local = address === '127.0.0.1' || address === '0.0.0.0' || address === '::' || address === '::1'
  const host = local ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
  return `${'setSecureContext' in server ? 'https' : 'http'}://${host}:${port}`
}
