import { sound } from '../src/flaws/flawed.ts'
import type { RunningServer } from '../src/flaws/specimen.ts'
import { hasProgram } from './program.ts'
import { theAcademy } from './servers/academy.ts'
import { apacheProxy, apacheStatic } from './servers/apache.ts'
import { caddyProxy, caddyStatic } from './servers/caddy.ts'
import { fastifyApi } from './servers/fastify.ts'
import { nginxProxy, nginxStatic } from './servers/nginx.ts'

/** A server that is known to be good, which no check may accuse of what it does not do. */
export interface SoundServer {
  readonly name: string
  readonly start: () => Promise<RunningServer>
  /** Whether all that it needs is installed here. */
  readonly there: boolean
}

const nginx = hasProgram('nginx')
const caddy = hasProgram('caddy')
const apache = hasProgram('apache2')

export const servers: readonly SoundServer[] = [
  { name: 'node:http', start: sound.start, there: true },
  { name: 'nginx', start: nginxStatic, there: nginx },
  { name: 'nginx, proxying', start: nginxProxy, there: nginx },
  { name: 'Caddy', start: caddyStatic, there: caddy },
  { name: 'Caddy, proxying', start: caddyProxy, there: caddy },
  { name: 'Apache', start: apacheStatic, there: apache },
  { name: 'Apache, proxying', start: apacheProxy, there: apache },
  { name: 'Fastify', start: fastifyApi, there: true },
  { name: 'Academy', start: theAcademy, there: true },
]
