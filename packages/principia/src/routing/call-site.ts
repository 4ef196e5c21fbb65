import { fileURLToPath } from 'node:url'
import { relative } from 'node:path'

/** `file:line` of the code that called the function which calls this; the file relative to the working folder. */
export function callSite(): string {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 3
  const line = new Error().stack?.split('\n')[3] ?? ''
  Error.stackTraceLimit = before
  const [, file, number] = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*):(\d+):\d+\)?$/.exec(line) ?? []
  if (file === undefined) return 'unknown place'
  return `${relative(process.cwd(), file.startsWith('file://') ? fileURLToPath(file) : file)}:${number}`
}
