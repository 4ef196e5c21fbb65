import { decodePath } from './path.ts'
import { parsePattern } from './pattern.ts'

/**
 * Finds what is mounted at a path or above it. It is asked only about requests that no route takes, so routes
 * below a mount come before it; of several mounts the nearest one counts.
 */
export interface Mounts<T> {
  /**
   * @throws TypeError for a path that is not plain text
   * @returns the target that is mounted there already, in which case nothing was added
   */
  add(path: string, target: T): T | undefined
  find(path: string): Mounted<T> | undefined
}

export interface Mounted<T> {
  readonly target: T
  /** What is left of the path as it was sent, from its slash on. */
  readonly rest: string
}

interface Mount<T> {
  readonly segments: readonly string[]
  readonly target: T
}

export function createMounts<T>(): Mounts<T> {
  const mounts: Mount<T>[] = []
  return {
    add(path, target) {
      const segments = parsePattern(path).map((segment) => {
        if (segment.kind === 'static') return segment.text
        throw new TypeError(`What is mounted has a path of plain text, without parameters; got "${path}".`)
      })
      const taken = mounts.find((mount) => mount.segments.join('/') === segments.join('/'))
      if (taken !== undefined) return taken.target
      mounts.push({ segments, target })
      mounts.sort((one, other) => other.segments.length - one.segments.length)
      return undefined
    },
    find(path) {
      if (mounts.length === 0) return undefined
      const decoded = decodePath(path)
      if (decoded === undefined) return undefined
      const found = mounts.find(({ segments }) => segments.every((text, index) => decoded[index] === text))
      if (found === undefined) return undefined
      // The path is handed on as it came: whoever is mounted decodes it, once.
      const rest = path.split('/').slice(found.segments.length + 1)
      return { target: found.target, rest: `/${rest.join('/')}` }
    },
  }
}
