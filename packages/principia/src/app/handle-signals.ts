import { EXIT } from '../errors/index.ts'
import { onSignals } from '../shutdown/index.ts'
import type { Booted } from './boot.ts'

/** SIGTERM, SIGINT and faults that nobody caught end the process in good order. */
export function handleSignals(stop: () => Promise<boolean>, { logger }: Booted): void {
  onSignals(async (signal) => {
    logger.info({ signal }, 'received a signal to stop')
    return (await stop()) ? 0 : 1
  })
  let failing = false
  const fault = (error: unknown) => {
    logger.error({ err: error }, 'a fault that nothing caught; stopping, since the state is unknown')
    if (failing) process.exit(EXIT.fault)
    failing = true
    void stop().finally(() => process.exit(EXIT.fault))
  }
  process.on('uncaughtException', fault)
  process.on('unhandledRejection', fault)
}
