import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packageFolder, version } from './version.ts'

/** Where a new service gets the framework from. */
export interface Framework {
  /** As a `package.json` names it. */
  readonly dependency: string
  /** The repository whose build has to be run first; `undefined` when there is nothing to build. */
  readonly unbuilt: string | undefined
}

/**
 * This version on the registry, or this folder where it lies in the framework's own repository: what is being
 * worked on there has not been published.
 */
export function findFramework(folder = packageFolder): Framework {
  const repository = new URL('../../', folder)
  if (nameOf(repository) !== 'principia-repository') {
    return { dependency: `^${version()}`, unbuilt: undefined }
  }
  const path = fileURLToPath(folder).replace(/[\\/]$/, '')
  const built = existsSync(new URL('dist/index.js', folder))
  return {
    dependency: `file:${path}`,
    unbuilt: built ? undefined : fileURLToPath(repository).replace(/[\\/]$/, ''),
  }
}

function nameOf(folder: URL): unknown {
  try {
    const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : undefined
  } catch {
    return undefined
  }
}
