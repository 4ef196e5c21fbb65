import type { AuditConfig } from '../config.ts'
import type { Description } from '../description.ts'
import type { Target } from '../target.ts'
import { atOnce } from './at-once.ts'
import type { Contact } from './contact.ts'
import { isHtml, type Probe } from './probe.ts'

/** Where they often are, the most exact first. What only says `health` tells whether it lives. */
const WELL_KNOWN = {
  live: [
    '/live',
    '/livez',
    '/health/live',
    '/actuator/health/liveness',
    '/q/health/live',
    '/healthz',
    '/health',
    '/actuator/health',
  ],
  ready: ['/ready', '/readyz', '/health/ready', '/actuator/health/readiness', '/q/health/ready'],
  metrics: ['/metrics', '/actuator/prometheus', '/q/metrics'],
} as const

type Kind = keyof typeof WELL_KNOWN

/** Looks for the addresses that tell how the target is, where the configuration does not name them. */
export async function findHealth(
  config: AuditConfig,
  base: string,
  description: Description | undefined,
  { isCatchAll }: Contact,
  probe: Probe,
): Promise<Target['health']> {
  const given = config.health ?? {}
  const answers = async (path: string, kind: Kind): Promise<boolean> => {
    const answered = await probe({ path })
    if (answered === undefined || isCatchAll(answered.answer) || isHtml(answered.answer)) return false
    const { status, body } = answered.answer
    if (kind === 'metrics') return status === 200 && /^# (?:HELP|TYPE) /m.test(body.toString())
    // Who is not ready says so with 503.
    return status === 200 || status === 204 || status === 503
  }
  const find = async (kind: Kind): Promise<string | undefined> => {
    if (given[kind] !== undefined) return given[kind]
    const paths = candidates(WELL_KNOWN[kind], base, description)
    const found = await atOnce(paths, (path) => answers(path, kind), 2)
    return paths[found.indexOf(true)]
  }
  const [live, ready, metrics] = await Promise.all([find('live'), find('ready'), find('metrics')])
  return { live, ready, metrics }
}

function candidates(
  names: readonly string[],
  base: string,
  description: Description | undefined,
): readonly string[] {
  const described = (description?.operations ?? [])
    .filter(({ method, path }) => method === 'GET' && names.some((name) => path.endsWith(name)))
    .map(({ path }) => path)
  const usual = names.flatMap((name) => (base === '' ? [name] : [`${base}${name}`, name]))
  return [...new Set([...described, ...usual])]
}
