import type { IncomingMessage } from 'node:http'
import { flawed } from '../../flaws/flawed.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** The sound server where content is changed before it is looked at, as lax parsers do. What cannot be changed stays. */
export function lax(change: (content: string, bytes: Buffer) => string | undefined): Specimen {
  return flawed((request, response, pass) => {
    if (!takesNote(request)) return pass()
    contentOf(request).then(
      (bytes) => pass(attempt(() => change(bytes.toString(), bytes))),
      () => response.destroy(),
    )
  })
}

/** The same for content that is a JSON object. */
export function laxObject(change: (value: Record<string, unknown>) => Record<string, unknown>): Specimen {
  return lax((content) => JSON.stringify(change(JSON.parse(content) as Record<string, unknown>)))
}

/** The sound server with a fault where content is like that. */
export function faultAt(isBad: (content: string, bytes: Buffer) => boolean): Specimen {
  return flawed((request, response, pass) => {
    if (!takesNote(request)) return pass()
    contentOf(request).then(
      (bytes) => {
        if (!isBad(bytes.toString(), bytes)) return pass()
        response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"TypeError"}')
      },
      () => response.destroy(),
    )
  })
}

/** Signing in stays as it is. */
function takesNote({ method, url = '/' }: IncomingMessage): boolean {
  return method !== 'GET' && url.startsWith('/notes')
}

function attempt(change: () => string | undefined): string | undefined {
  try {
    return change()
  } catch {
    return undefined
  }
}
