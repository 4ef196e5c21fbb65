import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, resolve } from 'node:path'
import { parse } from 'yaml'
import type { AuditConfig } from './config.ts'
import { configMistakes, toSentence } from './config-file/config-mistakes.ts'
import { isPlain } from './config-file/shape.ts'
import { step } from './openapi/document.ts'

/** A configuration with mistakes: all of them are in its message, one a line. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

/**
 * Reads a configuration: JSON, YAML, or a module (`.ts`, `.js`) whose default export it is. Files that it names are found
 * from its own folder.
 *
 * @param environment what `{{env.NAME}}` is taken from
 * @throws BadConfig
 */
export function loadConfig(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): AuditConfig {
  const written = read(file)
  if (!isPlain(written))
    throw new BadConfig(`The configuration ${file} is no object; it begins with members such as "users".`)
  const secrets = new Map<string, string>()
  const mistakes: string[] = []
  const report = (pointer: string, says: string) => mistakes.push(toSentence(pointer, says))
  const filled = fillEnvironment(written, environment, secrets, report)
  mistakes.push(...configMistakes(filled, mistakes.length === 0))
  if (mistakes.length > 0) {
    const lines = mistakes.map((each) => `\n  ${hide(each, secrets)}`)
    throw new BadConfig(`The configuration ${file} has mistakes.${lines.join('')}`)
  }
  const config = located(filled as AuditConfig, dirname(resolve(file)))
  // What came from the environment did so in order to be written down nowhere.
  return secrets.size === 0 ? config : { ...config, secrets: [...(config.secrets ?? []), ...secrets.keys()] }
}

function read(file: string): unknown {
  try {
    if (/^\.[cm]?[jt]s$/.test(extname(file))) {
      const module = createRequire(import.meta.url)(resolve(file)) as Readonly<Record<string, unknown>>
      if (module.default === undefined) throw new Error('it has no default export')
      return module.default
    }
    const written = readFileSync(file, 'utf8')
    const value: unknown = extname(file) === '.json' ? JSON.parse(written) : parse(written)
    if (isCyclic(value)) throw new Error('an alias in it stands for what it is a part of')
    return value
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new BadConfig(`The configuration ${file} cannot be read: ${why.slice(0, LONGEST_WHY)}.`, {
      cause: error,
    })
  }
}

/** Characters of somebody else's sentence. */
const LONGEST_WHY = 500

function isCyclic(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false
  return above.includes(value) || Object.values(value).some((each) => isCyclic(each, [...above, value]))
}

/** @param secrets is given what was put in, and the name of each */
function fillEnvironment(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  secrets: Map<string, string>,
  report: (pointer: string, says: string) => void,
  pointer = '',
): unknown {
  if (typeof value === 'object' && value !== null) {
    const fill = (each: unknown, name: string | number) =>
      fillEnvironment(each, environment, secrets, report, step(pointer, name))
    return Array.isArray(value)
      ? value.map(fill)
      : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each, name)]))
  }
  if (typeof value !== 'string') return value
  return value.replaceAll(/\{\{\s*env\.([^{}]*?)\s*\}\}/g, (whole, name: string) => {
    const found = environment[name]
    if (found === undefined) report(pointer, `the environment has no ${name}, which it needs; set it`)
    else if (found !== '') secrets.set(found, whole)
    return found ?? whole
  })
}

/** A sentence with the placeholders in place of what was put in for them. */
function hide(says: string, secrets: ReadonlyMap<string, string>): string {
  let hidden = says
  for (const [secret, placeholder] of secrets) hidden = hidden.replaceAll(secret, placeholder)
  return hidden
}

/** With files as they are found from the folder of the configuration. */
function located(config: AuditConfig, folder: string): AuditConfig {
  const { openapi, har, process: started } = config
  return {
    ...config,
    ...(openapi === undefined
      ? {}
      : { openapi: /^https?:\/\//i.test(openapi) ? openapi : resolve(folder, openapi) }),
    ...(har === undefined ? {} : { har: { ...har, file: resolve(folder, har.file) } }),
    ...(started === undefined ? {} : { process: { ...started, cwd: resolve(folder, started.cwd ?? '.') } }),
  }
}
