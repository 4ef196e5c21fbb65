import { flawed } from '../../flaws/flawed.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/**
 * The sound server where bob is taken for ada, whose notes they are, for some requests: it does not look at whose an
 * item is.
 */
export function asOwner(forgets: (method: string, path: string) => boolean): Specimen {
  const specimen = flawed((request, _response, pass) => {
    const { method = 'GET', url = '/', headers } = request
    if (headers.authorization === 'Bearer bob-token' && forgets(method, url))
      headers.authorization = 'Bearer ada-token'
    pass()
  })
  return {
    async start() {
      const server = await specimen.start()
      // Nobody signs in, so that it knows by the token who somebody is.
      const users = (server.config.users ?? []).map(({ name, headers = {} }) => ({ name, headers }))
      return { ...server, config: { ...server.config, users } }
    },
  }
}
