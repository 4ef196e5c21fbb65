import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Below those that systems hand out by themselves (RFC 6335 section 6 has them begin at 49152, Linux at 32768): until a
 * process that is told of a port listens there, which may take seconds, nobody else comes upon it by chance.
 */
const LEAST = 20_000
const MOST = 32_000

const given = new Set<number>()

/** A port of this machine that nobody listens at, another one each time. */
export async function freePort(): Promise<number> {
  while (true) {
    const port = randomInt(LEAST, MOST)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

/** Whether nobody listens at a port, now or within so many milliseconds. */
export async function isFree(port: number, within = 0): Promise<boolean> {
  for (const until = performance.now() + within; ; await sleep(10)) {
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
      server.close()
      await once(server, 'close')
      return true
    } catch (error) {
      // Who may not listen there (EACCES) does not know: the target may.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return true
      if (performance.now() >= until) return false
    }
  }
}
