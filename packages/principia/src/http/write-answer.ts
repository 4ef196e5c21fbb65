import type { ServerResponse } from 'node:http'
import { StoredContent, type ReplyHeaders } from '../routing/index.ts'
import type { Answer, AnswerSettings } from './answer.ts'
import { sendableType } from './answer-media.ts'
import type { RequestContext } from './context.ts'
import { checkTag } from './etag.ts'
import { isMediaType } from './media-range.ts'
import { discard } from './stream.ts'
import { isRead, isSuccess, writeSelected } from './write-selected.ts'

/**
 * Writes an answer: the one place where status, headers and content leave the server.
 *
 * What the request asks for under conditions, and in parts, is decided here as well, in the order of RFC 9110
 * section 13.2.2. Nothing is written when an answer has begun already (the deadline's, usually) or the client
 * is gone.
 *
 * @throws Problem precondition-failed, range-not-satisfiable, and what stored content is not opened for
 */
export function writeAnswer(
  context: RequestContext,
  response: ServerResponse,
  answer: Answer,
  settings: AnswerSettings,
): void | Promise<void> {
  const { content } = answer
  if (response.headersSent || response.destroyed) return discard(content)
  if (content instanceof StoredContent) return writeStored(context, response, answer, settings, content)
  return writeSelected(context, response, answer, settings, content, undefined)
}

async function writeStored(
  context: RequestContext,
  response: ServerResponse,
  answer: Answer,
  settings: AnswerSettings,
  content: StoredContent,
): Promise<void> {
  const stored = await content.open(context.request.headers)
  try {
    if (response.headersSent || response.destroyed) return
    // The validators are those of what is at this address; what answers another method, or a failure, is not that.
    const selected = isRead(context.method) && isSuccess(answer.status)
    const known = {
      ...answer,
      type: answer.type === '' ? sendableType(stored.type ?? untyped(answer), answer.declared) : answer.type,
      headers: mergeHeaders(stored.headers, answer.headers),
      tag:
        answer.tag ??
        (selected && stored.etag !== undefined ? checkTag(stored.etag, 'Stored content has') : undefined),
      lastModified: answer.lastModified ?? (selected ? stored.lastModified : undefined),
      ranges: stored.ranges !== false && answer.ranges !== false,
    }
    await writeSelected(context, response, known, settings, undefined, stored)
  } finally {
    stored.close?.()
  }
}

/** What is stored without a type has the declared one, where that is one, or none that is known (RFC 9110 section 8.3). */
function untyped({ declared = [] }: Answer): string {
  const [only = ''] = declared
  return declared.length === 1 && isMediaType(only) ? only : 'application/octet-stream'
}

/** What the reply says comes first, but what an answer varies by adds up. */
function mergeHeaders(
  stored: ReplyHeaders | undefined,
  own: ReplyHeaders | undefined,
): ReplyHeaders | undefined {
  if (stored === undefined || own === undefined) return stored ?? own
  const vary = [stored['vary'] ?? [], own['vary'] ?? []].flat().join(', ')
  return { ...stored, ...own, ...(vary !== '' && { vary }) }
}
