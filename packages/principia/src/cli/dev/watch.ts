import { watch } from 'node:fs'
import { relative, resolve } from 'node:path'

/** Milliseconds of quiet after which a burst of changes, such as an editor's save, counts as one. */
const QUIET = 50

/** Folders that hold what others made: packages, builds, and tools' own folders, whose names begin with a dot. */
const FOREIGN = /(^|[\\/])(node_modules|dist|coverage|\.[^\\/]*)([\\/]|$)/

/** What an app is made of. Files of other kinds are data, which the app itself may be writing. */
const SOURCE = /\.([cm]?[jt]sx?|json|sql|graphql|proto|ya?ml|toml)$/
const TEST = /\.test\.[cm]?[jt]sx?$/

/** Whether a change of this file, by its path in the app's folder, can change what the app does. */
export function isSource(path: string): boolean {
  return path === '.env' || (SOURCE.test(path) && !TEST.test(path) && !FOREIGN.test(path))
}

/**
 * Tells of changes of an app's source files, once per burst, with their paths relative to the working folder.
 *
 * @returns how to stop watching
 */
export function watchSources(
  folders: readonly string[],
  changed: (paths: readonly string[]) => void,
  failed: (error: Error) => void,
): () => void {
  const paths = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const settle = () => {
    changed([...paths])
    paths.clear()
  }
  const watchers = folders.map((folder) =>
    watch(
      folder,
      { recursive: true, ignore: (path) => path !== '.env' && FOREIGN.test(path) },
      (_event, path) => {
        if (path === null || !isSource(path)) return
        paths.add(relative(process.cwd(), resolve(folder, path)))
        clearTimeout(timer)
        timer = setTimeout(settle, QUIET)
      },
    ).on('error', failed),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
