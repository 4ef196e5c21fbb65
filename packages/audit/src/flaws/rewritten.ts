import type { IncomingMessage, ServerResponse } from 'node:http'
import { flawed } from './flawed.ts'
import { contentOf } from './sound/content.ts'
import type { Specimen } from './specimen.ts'

/** What becomes of a request with content before the sound server sees it. */
interface Rewritten {
  /** In place of what came; its request's `method`, `url` and `headers` can be set, too. */
  readonly content?: unknown
  /** That its answer gets, whatever became of it. */
  readonly status?: number
}

/**
 * The sound server, which is given other JSON than what was sent.
 *
 * @param rewrite gives `undefined` where all stays as it is; content that is no JSON is `undefined`
 */
export function rewritten(
  rewrite: (request: IncomingMessage, content: unknown) => Rewritten | undefined,
): Specimen {
  return flawed((request, response, pass) => {
    void parse(request).then((content) => {
      const { content: other, status } = rewrite(request, content) ?? {}
      if (status !== undefined) setStatus(response, status)
      pass(other === undefined ? undefined : JSON.stringify(other))
      return undefined
    })
  })
}

/** Has an answer say something else than it does. */
function setStatus(response: ServerResponse, status: number): void {
  const end = response.end.bind(response)
  response.end = ((chunk: unknown) => {
    response.statusCode = status
    return end(chunk)
  }) as typeof response.end
}

async function parse(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await contentOf(request)).toString()) as unknown
  } catch {
    return undefined
  }
}
