import type { Specimen } from '../../flaws/specimen.ts'

/** A server of which it is told that `/slow` takes longer than a request may. */
export function withSlow(specimen: Specimen): Specimen {
  return {
    async start() {
      const server = await specimen.start()
      return { ...server, config: { ...server.config, slow: { path: '/slow', within: 300 } } }
    },
  }
}
