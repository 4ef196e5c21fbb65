import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from '../app/index.ts'
import { EXIT, StartFault } from '../errors/index.ts'
import { appStack } from './stack.ts'

/** Where an app is looked for when a command names no file. */
const USUAL_FILES = ['src/app.ts', 'app.ts']

export interface AppFile {
  readonly path: string
  /** The app's folder: the nearest one above the file with a `package.json`; `.env` and `.principia/` are there. */
  readonly directory: string
}

export interface LoadedApp extends AppFile {
  readonly app: App
}

/**
 * Finds the file that holds the app.
 *
 * @throws StartFault that says where it was looked for.
 */
export function findAppFile(given: string | undefined, from = process.cwd()): AppFile {
  const tried = given === undefined ? USUAL_FILES : [given]
  const path = tried.map((name) => resolve(from, name)).find((name) => existsSync(name))
  if (path !== undefined) return { path, directory: packageOf(path) }
  throw new StartFault(
    given === undefined
      ? `There is no app in ${from}: neither ${USUAL_FILES.join(' nor ')} exists. Go to the app's folder, or name its file.`
      : `There is no file ${resolve(from, given)}. Name the file whose default export is the app.`,
    EXIT.usage,
  )
}

/**
 * Loads the app that a file exports as default. Nothing of it is started.
 *
 * @throws StartFault when the file cannot be loaded or its default export is not an app.
 */
export async function loadApp(given: string | undefined): Promise<LoadedApp> {
  const file = findAppFile(given)
  const name = relative(process.cwd(), file.path)
  const exported = await importFile(file.path, name)
  if (!('default' in exported)) {
    throw new StartFault(
      `${name} has no default export. It should end with: export default app({ … })`,
      EXIT.config,
    )
  }
  if (!isApp(exported.default)) {
    throw new StartFault(
      `The default export of ${name} is ${kindOf(exported.default)}, not an app. It should be what app({ … }) gives.`,
      EXIT.config,
    )
  }
  return { ...file, app: exported.default }
}

async function importFile(path: string, name: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>
  } catch (error) {
    if (error instanceof StartFault) throw error
    const why = error instanceof Error ? appStack(error) : String(error)
    throw new StartFault(`${name} cannot be loaded:\n${why.replace(/^/gm, '  ')}`, EXIT.fault, {
      cause: error,
    })
  }
}

function isApp(value: unknown): value is App {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'app' && 'spec' in value
  )
}

function kindOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'kind' in value) return `a ${String(value.kind)}`
  if (value === null || value === undefined) return String(value)
  const type = typeof value
  return type === 'object' ? 'an object' : `a ${type}`
}

function packageOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) return dirname(file)
  }
}
