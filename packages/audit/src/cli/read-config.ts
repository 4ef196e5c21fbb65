import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import type { AuditConfig } from '../target/config.ts'
import { isLoopback } from '../target/loopback.ts'
import { Fault } from './fault.ts'
import { didYouMean } from './nearest.ts'
import type { CommandLine } from './options.ts'

const MEMBERS: readonly (keyof AuditConfig)[] = [
  'own',
  'openapi',
  'pages',
  'users',
  'signIn',
  'resources',
  'guarded',
  'health',
  'allowedOrigin',
  'process',
]

/**
 * What the configuration's file says, with what the command line says in its place.
 *
 * @throws Fault
 */
export function readConfig(url: URL, line: CommandLine): AuditConfig {
  const file = line.value('config')
  const config = file === undefined ? {} : readFile(file)
  const openapi = line.value('openapi')
  return {
    ...config,
    own: mayChange(url, config, line),
    ...(openapi === undefined ? {} : { openapi: located(openapi, process.cwd()) }),
    ...processOf(config, line),
  }
}

/** What is not this machine is never changed on the word of a file alone: that may be another machine's. */
function mayChange(url: URL, config: AuditConfig, line: CommandLine): boolean {
  if (line.flag('own') && line.flag('read-only'))
    throw new Fault('--own and --read-only contradict each other.')
  if (line.flag('read-only')) return false
  return line.flag('own') || (isLoopback(url.hostname) && config.own !== false)
}

function processOf(config: AuditConfig, line: CommandLine): Pick<AuditConfig, 'process'> {
  const start = line.value('start') ?? config.process?.start
  const ready = line.value('ready') ?? config.process?.ready
  if (start === undefined) {
    if (ready !== undefined)
      throw new Fault('--ready is where the target answers once --start has started it; give both.')
    return {}
  }
  return { process: { ...config.process, start, ...(ready === undefined ? {} : { ready }) } }
}

function readFile(file: string): AuditConfig {
  let value: unknown
  try {
    value = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Fault(`The configuration ${file} cannot be read: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault(`The configuration ${file} is no object; it begins with members such as "users:".`)
  for (const name of Object.keys(value)) {
    if (!MEMBERS.some((member) => member === name))
      throw new Fault(
        `The configuration ${file} has an unknown member "${name}".${didYouMean(name, MEMBERS)}`,
      )
  }
  const config: AuditConfig = value
  const folder = dirname(resolve(file))
  return {
    ...config,
    ...(config.openapi === undefined ? {} : { openapi: located(config.openapi, folder) }),
    ...(config.process === undefined
      ? {}
      : { process: { ...config.process, cwd: resolve(folder, config.process.cwd ?? '.') } }),
  }
}

/** An address, or a file as it is found from a folder. */
function located(given: string, folder: string): string {
  return /^https?:\/\//i.test(given) ? given : resolve(folder, given)
}
