import { fileURLToPath } from 'node:url'

/** The framework's own files: `src` in its repository, `dist` where it was installed. */
const FRAMEWORK = fileURLToPath(new URL('..', import.meta.url))

/**
 * An error's stack with only those frames that lie in the app: not Node's, the framework's or a library's.
 * Where none does, only Node's are left out.
 */
export function appStack(error: Error): string {
  const { stack = String(error) } = error
  const lines = stack.split('\n')
  const own = lines.filter((line) => !isFrame(line) || isOwn(line))
  const kept = own.some(isFrame) ? own : lines.filter((line) => !isFrame(line) || pathOf(line) !== undefined)
  return kept.join('\n').trimEnd()
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line)
}

function isOwn(line: string): boolean {
  const path = pathOf(line)
  return path !== undefined && !path.startsWith(FRAMEWORK) && !/[\\/]node_modules[\\/]/.test(path)
}

/** The file of a frame; Node's own have none. */
function pathOf(line: string): string | undefined {
  const [, place] =
    /(?:\(|\bat (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):\d+:\d+\)?$/.exec(line) ?? []
  return place?.startsWith('file://') === true ? fileURLToPath(place) : place
}
