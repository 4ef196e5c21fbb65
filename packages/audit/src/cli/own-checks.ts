import { existsSync, globSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../check.ts'
import { Fault } from './fault.ts'

/**
 * Loads checks that somebody else has written: the default export, a check or an array of them, of a file or of each file
 * of a folder.
 *
 * @throws Fault
 */
export async function loadChecks(paths: readonly string[], known: readonly Check[]): Promise<Check[]> {
  if (paths.length > 0) shareOurselves()
  const loaded = new Map<Check, string>()
  for (const file of paths.flatMap(filesOf)) for (const each of await load(file)) loaded.set(each, file)
  const seen = new Map(known.map((check) => [check.id, 'the auditor itself']))
  for (const [{ id }, file] of loaded) {
    const other = seen.get(id)
    if (other !== undefined)
      throw new Fault(`There are two checks "${id}": one is from ${other}, one from ${file}. Rename yours.`)
    seen.set(id, file)
  }
  return [...loaded.keys()]
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new Fault(`There is no file or folder ${path} with checks.`)
  if (!statSync(path).isDirectory()) return [path]
  const files = globSync('**/*.{ts,mts,js,mjs}', {
    cwd: path,
    exclude: ['**/node_modules/**', '**/*.test.*', '**/*.d.ts'],
  })
  if (files.length === 0)
    throw new Fault(`The folder ${path} has no checks; make one with: principia-audit new-check`)
  return files.toSorted().map((file) => join(path, file))
}

async function load(file: string): Promise<Check[]> {
  let module: unknown
  try {
    module = await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    throw new Fault(
      `${file} cannot be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
  }
  const found =
    typeof module === 'object' && module !== null && 'default' in module ? [module.default].flat() : []
  if (found.length === 0 || !found.every(isCheck))
    throw new Fault(`${file} exports no check by default; it ends with: export default check({ … })`)
  return found
}

function isCheck(value: unknown): value is Check {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'run' in value &&
    typeof value.run === 'function' &&
    'claim' in value &&
    'severity' in value &&
    'mend' in value
  )
}

let shared = false

/**
 * Whoever imports `@principia/audit` from a check gets these very modules, whether it is installed beside the check or not:
 * with a second copy of them, what the check throws would not be known here.
 */
function shareOurselves(): void {
  if (shared) return
  shared = true
  const source = import.meta.url.endsWith('.ts') ? '../index.ts' : '../index.js'
  const url = new URL(source, import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@principia/audit' ? { url, shortCircuit: true } : next(specifier, context),
  })
}
