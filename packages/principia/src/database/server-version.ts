import { EXIT, StartFault } from '../errors/index.ts'

/** The oldest PostgreSQL that the framework is written for. */
const OLDEST = 15

/** @throws StartFault when the server says that it is older, or says no version at all. */
export function checkVersion(version: string, address: string): void {
  if (Number.parseInt(version, 10) >= OLDEST) return
  const found = version === '' ? 'does not say its version' : `is version ${version}`
  throw new StartFault(
    `PostgreSQL at ${address} ${found}, but version ${OLDEST} or newer is needed. ` +
      `Upgrade it, or set DATABASE_URL to a newer server.`,
    EXIT.unavailable,
  )
}
