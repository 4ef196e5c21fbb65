import type { IncomingMessage, ServerResponse } from 'node:http'
import { flawed } from '../../flaws/flawed.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import type { Specimen } from '../../flaws/specimen.ts'

type Pass = (content?: string | Uint8Array) => void

/** The sound server where content is changed before it is looked at, as lax parsers do. What cannot be changed stays. */
export function lax(change: (content: string, bytes: Buffer) => string | undefined): Specimen {
  return withContent((bytes, _response, pass) => pass(attempt(() => change(bytes.toString(), bytes))))
}

/** The same for content that is a JSON object. */
export function laxObject(change: (value: Record<string, unknown>) => Record<string, unknown>): Specimen {
  return lax((content) => JSON.stringify(change(JSON.parse(content) as Record<string, unknown>)))
}

/** The sound server with a fault where content is like that. */
export function faultAt(isBad: (content: string, bytes: Buffer) => boolean): Specimen {
  return answerAt(isBad, (response) => {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"TypeError"}')
  })
}

/** The sound server with another answer where content is like that. */
export function answerAt(
  isThat: (content: string, bytes: Buffer) => boolean,
  answer: (response: ServerResponse, content: string) => void,
): Specimen {
  return withContent((bytes, response, pass) => {
    const content = bytes.toString()
    if (isThat(content, bytes)) answer(response, content)
    else pass()
  })
}

/** The sound server, which has no time for anybody for about a second where content is like that. */
export function busyAt(isThat: (content: string) => boolean): Specimen {
  return withContent((bytes, _response, pass) => {
    if (isThat(bytes.toString())) work()
    pass()
  })
}

/** Blanks at the end, looked for from each of them: the square of their number. */
function work(): void {
  for (const until = performance.now() + BUSY; performance.now() < until;)
    /\s+$/.test(`${' '.repeat(10_000)}!`)
}

/** Milliseconds. */
const BUSY = 700

function withContent(act: (bytes: Buffer, response: ServerResponse, pass: Pass) => void): Specimen {
  const read = async (request: IncomingMessage, response: ServerResponse, pass: Pass) => {
    try {
      act(await contentOf(request), response, pass)
    } catch {
      // It is too large, or its sender has gone: the sound server knows what to do.
      pass()
    }
  }
  return flawed((request, response, pass) => {
    if (takesNote(request)) void read(request, response, pass)
    else pass()
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
