import type { Plain, ProblemDocument, Refusal } from './answers.ts'
import { UnexpectedAnswer } from './errors.ts'
import { isJson } from './request.ts'

/** An answer as it is at run time. */
export type AnyAnswer = Refusal | (Omit<Plain<number, unknown>, 'ok'> & { readonly ok: boolean })

/**
 * Reads an answer. Which statuses and bodies there can be, only the types know; here an answer is a problem document,
 * nothing, JSON, or the content that the call asked for, and anything else is unexpected.
 *
 * @throws UnexpectedAnswer
 */
export async function readAnswer(
  target: string,
  accept: string | undefined,
  response: Response,
): Promise<AnyAnswer> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  const unexpected = (what: string) =>
    new UnexpectedAnswer(`${target}: answered ${status} with ${what}.`, status, headers)
  if (essence(type) === 'application/problem+json') {
    const body = parse(await response.text())
    if (!isProblem(body)) throw unexpected('a problem document that is none')
    return { ok: false, status, problem: nameOf(body.type), body, headers }
  }
  const plain = (body: unknown): AnyAnswer => ({ ok: response.ok, status, problem: undefined, body, headers })
  if (accept !== undefined && !isJson(accept)) {
    // RFC 9110 section 14.6: several parts of content are of this type, whatever that of the content is.
    const isParts = status === 206 && essence(type) === 'multipart/byteranges'
    if (isParts || isWithin(essence(type), essence(accept))) return plain(response)
    await response.body?.cancel()
    throw unexpected(`${described(type)} instead of ${essence(accept)}`)
  }
  const text = await response.text()
  if (text === '') return plain(undefined)
  if (!isJson(type)) {
    throw unexpected(
      `${described(type)} instead of JSON; a route with other content is called with \`accept\``,
    )
  }
  const body = parse(text)
  if (body === undefined) throw unexpected('text that is not JSON, although it says so')
  return plain(body)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isProblem(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** Of the framework's types, `/problems/<name>`, the name; any other is its own name. */
function nameOf(type: string): string {
  return /(?:^|\/)problems\/([^/?#]+)$/.exec(type)?.[1] ?? type
}

/** A media type without its parameters (RFC 9110 section 8.3.1). */
function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

/** Whether a media type is the one that was asked for, or in the range. */
function isWithin(type: string, range: string): boolean {
  if (type === range) return true
  return range === '*/*' ? type !== '' : range.endsWith('/*') && type.startsWith(range.slice(0, -1))
}

function described(type: string): string {
  return type === '' ? 'content of no type' : essence(type)
}
