import { serveRaw } from './serve.ts'
import type { Laxity } from './sloppy/laxity.ts'
import { serveConnection, type Shared } from './sloppy/serve-connection.ts'
import type { Specimen } from './specimen.ts'

/**
 * A server of HTTP/1.1 that parses what it gets by itself, and is strict but for what it is told to let pass.
 *
 * @example
 * flaw: sloppy({ lengthSigns: true })
 */
export function sloppy(lax: Laxity = {}): Specimen {
  return {
    start() {
      const shared: Shared = { stopped: false, served: 0, waiting: [], writing: Promise.resolve() }
      return serveRaw((socket) => void serveConnection(socket, lax, shared), {
        pages: ['/large'],
        resources: [{ path: '/notes', example: { title: 'a note' }, methods: ['create'] }],
      })
    },
  }
}
