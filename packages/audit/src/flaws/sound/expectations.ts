import type { IncomingMessage, ServerResponse } from 'node:http'

/** Requests whose client holds its content back until it is told to go on (RFC 9110 section 10.1.1). */
const waiting = new WeakMap<IncomingMessage, ServerResponse>()

export function holdContent(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response)
}

/** Tells the client to go on, where it waits for that. */
export function askForContent(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue()
  waiting.delete(request)
}
