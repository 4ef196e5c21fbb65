import { resolve } from 'node:path'
import type { AuditConfig } from '../target/config.ts'
import { BadConfig, loadConfig } from '../target/load-config.ts'
import { isLoopback } from '../target/loopback.ts'
import { Fault } from './fault.ts'
import type { CommandLine } from './options.ts'

/**
 * What the configuration's file says, with what the command line says in its place.
 *
 * @throws Fault
 */
export function readConfig(url: URL, line: CommandLine): AuditConfig {
  const file = line.value('config')
  const config = file === undefined ? {} : readFile(file)
  const openapi = line.value('openapi')
  const har = line.value('har')
  return {
    ...config,
    own: mayChange(url, config, line),
    ...(openapi === undefined ? {} : { openapi: located(openapi, process.cwd()) }),
    ...(har === undefined ? {} : { har: { ...config.har, file: resolve(har) } }),
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
  if (ready !== undefined && !/^(?:\/|https?:\/\/)/i.test(ready))
    throw new Fault(
      `--ready is a path such as /ready, or an address on another port; it was given "${ready}".`,
    )
  return { process: { ...config.process, start, ...(ready === undefined ? {} : { ready }) } }
}

function readFile(file: string): AuditConfig {
  try {
    return loadConfig(file)
  } catch (error) {
    if (error instanceof BadConfig) throw new Fault(error.message)
    throw error
  }
}

/** An address, or a file as it is found from a folder. */
function located(given: string, folder: string): string {
  return /^https?:\/\//i.test(given) ? given : resolve(folder, given)
}
