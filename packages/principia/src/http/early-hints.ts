import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a browser can begin to load before the answer is there (RFC 8297). */
export interface EarlyHints {
  /** Values of `Link` (RFC 8288), such as `</app.css>; rel=preload; as=style`. */
  readonly link: string | readonly string[]
}

/**
 * Sends a 103 ahead of the answer, where the client can make use of it; does nothing elsewhere, and nothing
 * once the answer has begun.
 *
 * Only a browser that loads a page can, and it says so: `Sec-Fetch-Mode: navigate`. Others are spared, since
 * over HTTP/1.1 some take an interim answer that they did not ask for to be the answer (RFC 8297 section 3).
 *
 * @throws TypeError for a link that the grammar does not allow: it could begin another header
 */
export function sendEarlyHints(
  request: IncomingMessage,
  response: ServerResponse,
  { link }: EarlyHints,
): void {
  const links = typeof link === 'string' ? [link] : [...link]
  const wrong = links.find((one) => !LINK.test(one))
  if (wrong !== undefined) {
    throw new TypeError(
      `${JSON.stringify(wrong)} is no link; write it like "</app.css>; rel=preload; as=style".`,
    )
  }
  // RFC 9110 section 15.2: never a 1xx to a client of HTTP/1.0.
  const knows = request.httpVersionMajor > 1 || request.httpVersionMinor >= 1
  const navigates = request.headers['sec-fetch-mode'] === 'navigate'
  if (links.length === 0 || !knows || !navigates || response.headersSent || response.destroyed) return
  response.writeEarlyHints({ link: links })
}

/** RFC 8288 section 3: an address in angle brackets, and parameters. */
const LINK =
  /^<[!#$%&'()*+,./:;=?@[\]_~\w-]*>(?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~\w-]+(?:=(?:[!#$%&'*+.^_`|~\w/:-]+|"[\t !#-[\]-~]*"))?)+$/
