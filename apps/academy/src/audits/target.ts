import { configMistakes, isLoopback, type AuditConfig } from '@principia/audit'
import { defineProblem } from 'principia'

export const targetRefused = defineProblem('target-refused', 422, 'This target is not audited here')
export const configRefused = defineProblem('audit-config-refused', 422, 'The configuration has mistakes')

/**
 * The address of a target on this machine, the only kind that is audited here.
 *
 * @throws Problem target-refused
 */
export function readTarget(given: string): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw targetRefused('It is no address of a backend; give one such as http://localhost:3000.')
  if (url.username !== '' || url.password !== '')
    throw targetRefused(
      'Credentials do not belong into the address; name them under "users" in the configuration.',
    )
  if (!isLoopback(url.hostname))
    throw targetRefused(
      `${url.host} is not this machine. Audit it with the command line, and paste the report here.`,
    )
  url.search = ''
  url.hash = ''
  return url
}

/**
 * What is known of the target beyond its address. It comes from a page: so it names no file of this machine, starts
 * no process, takes nothing from the environment and leads to no other machine.
 *
 * @throws Problem audit-config-refused with every mistake
 */
export function readTargetConfig(given: unknown, { origin }: URL): AuditConfig {
  if (given === undefined || given === null) return {}
  const mistakes = configMistakes(given)
  if (mistakes.length > 0) throw configRefused(mistakes.slice(0, MOST_MISTAKES).join(' '))
  const config = given as AuditConfig
  if (config.process !== undefined)
    throw configRefused('At /process: nothing is started from here; use the command line with --start.')
  if (config.har !== undefined)
    throw configRefused('At /har: no file is read from here; use the command line with --har.')
  const { openapi } = config
  const document = openapi === undefined ? undefined : URL.parse(openapi, origin)
  if (openapi !== undefined && (document?.origin !== origin || !/^(?:https?:\/)?\//i.test(openapi)))
    throw configRefused(`At /openapi: give a path of the target, such as "/openapi.json".`)
  for (const [name, address] of Object.entries(config.health ?? {})) {
    const at = URL.parse(address, origin)
    if (at === null || !isLoopback(at.hostname))
      throw configRefused(`At /health/${name}: "${address}" is not on this machine.`)
  }
  return { ...config, ...(document ? { openapi: document.href } : {}) }
}

const MOST_MISTAKES = 10
