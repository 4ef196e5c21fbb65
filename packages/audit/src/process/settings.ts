import type { ProcessConfig } from '../target/config.ts'
import { locate } from './database-address.ts'
import { startProxy, type TcpProxy } from './tcp-proxy.ts'

/** Environment variables; `undefined` takes one away. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Where one instance listens. */
export interface Ports {
  readonly own: number
  /** By their variables. */
  readonly further: Readonly<Record<string, number>>
}

/** The variables of one instance. */
export function environmentOf(
  config: ProcessConfig,
  ports: Ports,
  database: TcpProxy | undefined,
): Record<string, string> {
  const env = Object.fromEntries(
    Object.entries(config.env ?? {}).map(([name, value]) => [name, fill(value, ports.own)]),
  )
  for (const [name, port] of Object.entries(ports.further)) env[name] = String(port)
  const { portVariable, databaseVariable } = config
  if (portVariable !== undefined) env[portVariable] = String(ports.own)
  const address = databaseAddress(config)
  if (databaseVariable !== undefined && database !== undefined && address !== undefined)
    env[databaseVariable] = address.at('127.0.0.1', database.port)
  return env
}

/** Puts a port where `{{port}}` stands. */
export function fill(text: string, port: number): string {
  return text.replaceAll('{{port}}', String(port))
}

/** A proxy to the database of the target, where it is told which variable has its address. */
export async function startDatabaseProxy(config: ProcessConfig): Promise<TcpProxy | undefined> {
  const address = databaseAddress(config)
  return address === undefined ? undefined : startProxy(address.host, address.port)
}

function databaseAddress({ databaseVariable, env = {} }: ProcessConfig): ReturnType<typeof locate> {
  if (databaseVariable === undefined) return undefined
  return locate(env[databaseVariable] ?? process.env[databaseVariable] ?? '')
}
