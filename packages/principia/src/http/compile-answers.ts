import { Readable } from 'node:stream'
import { isProblemKind } from '../errors/index.ts'
import {
  ranged,
  Reply,
  StoredContent,
  type Content,
  type DeclaredResponse,
  type MediaContent,
  type ReplyHeaders,
  type Route,
} from '../routing/index.ts'
import { compileEncoder } from '../serialization/index.ts'
import type { Answer } from './answer.ts'
import { checkTag } from './etag.ts'
import { parseHttpDate } from './http-date.ts'

type Render = (body: unknown) => Rendered | Promise<Rendered>

interface Rendered {
  readonly content: Answer['content']
  readonly type: string
}

const JSON_TYPE = 'application/json'
const NOTHING: Rendered = { content: undefined, type: '' }

/**
 * Turns what a handler gave back into an answer: a `Reply` with its status, or a plain body for the
 * success that the route declares (200 where it declares none).
 */
export function compileAnswers(route: Route): (value: unknown) => Answer | Promise<Answer> {
  const declared = Object.entries(route.spec.responses ?? {}).map(
    ([status, response]) => [Number(status), response] as const,
  )
  const renders = new Map(
    declared
      .filter(([, response]) => !isProblems(response))
      .map(([status, response]) => [status, renderOf(response)]),
  )
  const statuses = [...renders.keys()]
    .filter((status) => status >= 200 && status < 300)
    .toSorted((a, b) => a - b)
  const plainStatus = renders.has(200) ? 200 : (statuses[0] ?? 200)
  const plainRender = renders.get(plainStatus) ?? renderUndeclared
  const { etag = route.method === 'GET', ranges = false } = route.spec
  const onSuccess = { etag, ranges }

  return (value) => {
    if (!(value instanceof Reply)) {
      const status = value === undefined && renders.size === 0 ? 204 : plainStatus
      return finish(status, plainRender(value), undefined, status === 200 ? onSuccess : NEITHER)
    }
    const render = renders.size === 0 ? renderUndeclared : renders.get(value.status)
    if (render === undefined) {
      throw new Error(
        `${route.method} ${route.path} answered ${value.status}, which it does not declare. ` +
          `Add ${value.status} to its \`responses\` (${route.definedAt}).`,
      )
    }
    return finish(value.status, render(value.body), value.headers, value.status === 200 ? onSuccess : NEITHER)
  }
}

function finish(
  status: number,
  rendered: Rendered | Promise<Rendered>,
  headers: ReplyHeaders | undefined,
  options: Pick<Answer, 'etag' | 'ranges'>,
): Answer | Promise<Answer> {
  if (rendered instanceof Promise)
    return rendered.then((settled) => finish(status, settled, headers, options))
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`A handler answered with the status ${status}; an answer has 200 to 599.`)
  }
  if (rendered.content !== undefined && (status === 204 || status === 205 || status === 304)) {
    throw new TypeError(`A handler answered ${status} with a body; such an answer has none.`)
  }
  const { content } = rendered
  if (headers === undefined) return { status, content, type: rendered.type, headers, ...options }
  // These decide how the answer is written; all others only go along.
  const {
    'content-type': type = rendered.type,
    etag: tag,
    'last-modified': lastModified,
    ...rest
  } = lowerCaseNames(headers)
  const framing = FRAMING.find((name) => name in rest)
  if (framing !== undefined) {
    throw new TypeError(
      `A handler set the header "${framing}", which is the server's: it says where an answer ends.`,
    )
  }
  if (typeof rest.location === 'string') rest.location = toUri(rest.location)
  return {
    status,
    content,
    type: String(type),
    headers: rest,
    tag: tag === undefined ? undefined : checkTag(String(tag), 'A handler gave'),
    lastModified: lastModified === undefined ? undefined : toDate(lastModified),
    ...options,
  }
}

const NEITHER = { etag: false, ranges: false }

function toDate(lastModified: ReplyHeaders[string]): Date {
  const date =
    lastModified instanceof Date ? lastModified : new Date(parseHttpDate(String(lastModified)) ?? NaN)
  if (!Number.isNaN(date.getTime())) return date
  throw new TypeError(
    `A handler gave the Last-Modified "${String(lastModified)}", which is no HTTP-date; a Date will do.`,
  )
}

/** Two statements about an answer's length are how responses are smuggled (RFC 9112 section 6.3). */
const FRAMING = ['content-length', 'transfer-encoding', 'connection', 'trailer', 'upgrade']

function lowerCaseNames(headers: ReplyHeaders): Record<string, ReplyHeaders[string]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function isProblems(response: DeclaredResponse): boolean {
  return Array.isArray(response) || isProblemKind(response)
}

function renderOf(response: DeclaredResponse): Render {
  if (response === null) return () => NOTHING
  if (isMedia(response)) {
    return (body) => ({
      content: body instanceof Blob ? ranged(body) : (body as Answer['content']),
      type: response.type,
    })
  }
  const encode = compileEncoder(response)
  return (body) => {
    const text = encode(body)
    return text instanceof Promise
      ? text.then((content) => ({ content, type: JSON_TYPE }))
      : { content: text, type: JSON_TYPE }
  }
}

function isMedia(response: DeclaredResponse): response is MediaContent {
  return response !== null && 'kind' in response && response.kind === 'media'
}

const encodeAnything = compileEncoder(undefined)

function renderUndeclared(body: unknown): Rendered {
  if (body === undefined) return NOTHING
  if (typeof body === 'string') return { content: body, type: 'text/plain; charset=utf-8' }
  // What is stored knows its own type.
  if (body instanceof StoredContent) return { content: body, type: '' }
  if (body instanceof Blob) return { content: ranged(body), type: '' }
  if (isContent(body)) return { content: body, type: 'application/octet-stream' }
  return { content: encodeAnything(body) as string, type: JSON_TYPE }
}

function isContent(body: unknown): body is Exclude<Content, string | Blob | StoredContent> {
  return (
    body instanceof Uint8Array ||
    body instanceof Readable ||
    body instanceof ReadableStream ||
    (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
  )
}

/**
 * An address as a header can carry it: what is not ASCII is percent-encoded as UTF-8 (RFC 3987 section
 * 3.1), and so are spaces and control characters, which could begin another header.
 */
function toUri(location: string): string {
  return location.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
