import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import type {
  AuditConfig,
  ProcessConfig,
  ResourceConfig,
  SignInConfig,
  UserConfig,
} from '../target/config.ts'
import { isLoopback } from '../target/loopback.ts'
import { Fault } from './fault.ts'
import { didYouMean } from './nearest.ts'
import type { CommandLine } from './options.ts'

/** All members of a type, so that none is forgotten here. */
type Members<T> = Readonly<Record<keyof T, 1>>

/** The members of each part of a configuration; a list has those of its items. */
const MEMBERS = {
  configuration: Object.keys({
    own: 1,
    openapi: 1,
    pages: 1,
    users: 1,
    signIn: 1,
    resources: 1,
    guarded: 1,
    health: 1,
    allowedOrigin: 1,
    process: 1,
  } satisfies Members<AuditConfig>),
  users: Object.keys({ name: 1, headers: 1, signIn: 1 } satisfies Members<UserConfig>),
  signIn: Object.keys({ method: 1, path: 1, token: 1, wrong: 1 } satisfies Members<SignInConfig>),
  resources: Object.keys({
    path: 1,
    as: 1,
    example: 1,
    text: 1,
    methods: 1,
    putAt: 1,
  } satisfies Members<ResourceConfig>),
  health: Object.keys({ live: 1, ready: 1, metrics: 1 } satisfies Members<
    NonNullable<AuditConfig['health']>
  >),
  process: Object.keys({
    start: 1,
    cwd: 1,
    env: 1,
    ready: 1,
    portVariable: 1,
    ports: 1,
    databaseVariable: 1,
    required: 1,
    wrong: 1,
    slow: 1,
    deadline: 1,
    patience: 1,
  } satisfies Members<ProcessConfig>),
}

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
  refuseUnknown(file, value, MEMBERS.configuration)
  for (const [part, members] of Object.entries(MEMBERS)) {
    const found: unknown = Object.entries(value).find(([name]) => name === part)?.[1]
    for (const each of [found ?? []].flat()) refuseUnknown(file, each, members, ` under "${part}"`)
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

/** @throws Fault for what nobody would read */
function refuseUnknown(file: string, value: unknown, members: readonly string[], where = ''): void {
  if (typeof value !== 'object' || value === null)
    throw new Fault(`The configuration ${file} has "${String(value)}"${where}, where an object belongs.`)
  for (const name of Object.keys(value)) {
    if (!members.includes(name))
      throw new Fault(
        `The configuration ${file} has an unknown member "${name}"${where}.${didYouMean(name, members)}`,
      )
  }
}
