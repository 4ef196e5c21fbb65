import { isProblemKind } from '../errors/index.ts'
import {
  isBodyForm,
  isMedia,
  ranged,
  Reply,
  StoredContent,
  type Content,
  type DeclaredResponse,
  type ReplyHeaders,
  type Route,
} from '../routing/index.ts'
import { compileEncoder } from '../serialization/index.ts'
import type { Schema } from '../validation/index.ts'
import type { Answer } from './answer.ts'
import { renderForm } from './answer-form.ts'
import { isContent, renderMedia, typeOf } from './answer-media.ts'
import { checkTag } from './etag.ts'
import { parseHttpDate } from './http-date.ts'
import { stateTag } from './state-tag.ts'
import { formatsOf, writersFor, type Format } from './formats.ts'
import { compileNegotiation, type NegotiateType } from './negotiate-type.ts'

/** How a body is written, in each of the route's formats. */
export type Renders = readonly Render[]
export type Render = (body: unknown) => Rendered | Promise<Rendered>

export interface Rendered {
  readonly content: Answer['content']
  /** Empty where the content is still to say it. */
  readonly type: string
  /** The media types, and ranges of them, that the content may have. */
  readonly declared?: readonly string[]
}

export interface CompiledAnswers {
  /** Chooses among several formats; puts its choice on the context. */
  readonly negotiate: NegotiateType | undefined
  /** Makes the answer of what the handler gave back, in the format of this index. */
  readonly toAnswer: (value: unknown, format: number) => Answer | Promise<Answer>
}

const NOTHING: Rendered = { content: undefined, type: '' }

/**
 * Turns what a handler gave back into an answer: a `Reply` with its status, or a plain body for the
 * success that the route declares (200 where it declares none).
 *
 * @throws TypeError where no format of the route can carry what it declares
 */
export function compileAnswers(route: Route): CompiledAnswers {
  const formats = formatsOf(route.spec)
  const declared = Object.entries(route.spec.responses ?? {}).map(
    ([status, response]) => [Number(status), response] as const,
  )
  const renders = new Map(
    declared
      .filter(([, response]) => !isProblems(response))
      .map(([status, response]) => [status, rendersOf(response, formats)]),
  )
  const statuses = [...renders.keys()]
    .filter((status) => status >= 200 && status < 300)
    .toSorted((a, b) => a - b)
  const plainStatus = renders.has(200) ? 200 : (statuses[0] ?? 200)
  const undeclared = formats.map(renderUndeclared)
  const plainRenders = renders.get(plainStatus) ?? undeclared
  const { etag = route.method === 'GET', ranges } = route.spec
  const onSuccess = { etag, ranges }

  const toAnswer: CompiledAnswers['toAnswer'] = (value, format) => {
    if (!(value instanceof Reply)) {
      const status = value === undefined && renders.size === 0 ? 204 : plainStatus
      return finish(
        status,
        render(plainRenders, format, value),
        undefined,
        status === 200 ? onSuccess : NEITHER,
      )
    }
    const known = renders.size === 0 ? undeclared : renders.get(value.status)
    if (known === undefined) {
      throw new Error(
        `${route.method} ${route.path} answered ${value.status}, which it does not declare. ` +
          `Add ${value.status} to its \`responses\` (${route.definedAt}).`,
      )
    }
    return finish(
      value.status,
      render(known, format, value.body),
      value.headers,
      value.status === 200 ? onSuccess : NEITHER,
      value.state,
    )
  }
  return { negotiate: compileNegotiation(formats), toAnswer }
}

function render(renders: Renders, format: number, body: unknown): Rendered | Promise<Rendered> {
  return (renders[format] as Render)(body)
}

function finish(
  status: number,
  rendered: Rendered | Promise<Rendered>,
  headers: ReplyHeaders | undefined,
  options: Pick<Answer, 'etag' | 'ranges'>,
  state?: string,
): Answer | Promise<Answer> {
  if (rendered instanceof Promise)
    return rendered.then((settled) => finish(status, settled, headers, options, state))
  checkStatus('A handler', status, rendered.content)
  const { content, declared } = rendered
  const made =
    state !== undefined && (typeof content === 'string' || content instanceof Uint8Array)
      ? checkTag(stateTag(state, content), 'A handler gave')
      : undefined
  if (headers === undefined)
    return { status, content, type: typeOf(rendered, undefined), declared, headers, tag: made, ...options }
  // These decide how the answer is written; all others only go along.
  const { 'content-type': said, etag: tag, 'last-modified': lastModified, ...rest } = lowerCaseNames(headers)
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
    type: typeOf(rendered, said === undefined ? undefined : String(said)),
    declared,
    headers: rest,
    tag: tag === undefined ? made : checkTag(String(tag), 'A handler gave'),
    lastModified: lastModified === undefined ? undefined : toDate(lastModified),
    ...options,
  }
}

const NEITHER = { etag: false, ranges: false }

/** @throws TypeError for what is no moment */
export function toDate(lastModified: ReplyHeaders[string]): Date {
  const date =
    lastModified instanceof Date ? lastModified : new Date(parseHttpDate(String(lastModified)) ?? NaN)
  if (!Number.isNaN(date.getTime())) return date
  throw new TypeError(
    `A handler gave the Last-Modified "${String(lastModified)}", which is no HTTP-date; a Date will do.`,
  )
}

/** @throws when no answer of this status exists, or none with content. */
export function checkStatus(who: string, status: number, content: Content | undefined): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`${who} answered with the status ${status}; an answer has 200 to 599.`)
  }
  if (content !== undefined && (status === 204 || status === 205 || status === 304)) {
    throw new TypeError(`${who} answered ${status} with a body; such an answer has none.`)
  }
}

/** Two statements about an answer's length are how responses are smuggled (RFC 9112 section 6.3). */
export const FRAMING = ['content-length', 'transfer-encoding', 'connection', 'trailer', 'upgrade']

function lowerCaseNames(headers: ReplyHeaders): Record<string, ReplyHeaders[string]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      checkSingle(name.toLowerCase(), value),
    ]),
  )
}

/** RFC 9110 section 5.3: only lists may be said in several lines. `Vary`, `Link` and the like are; these are not. */
const SINGLE = new Set([
  'content-disposition',
  'content-location',
  'content-range',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
])

function checkSingle(name: string, value: ReplyHeaders[string]): ReplyHeaders[string] {
  if (!Array.isArray(value) || !SINGLE.has(name)) return value
  throw new TypeError(`A handler gave the header "${name}" as a list; an answer has one.`)
}

function isProblems(response: DeclaredResponse): boolean {
  return Array.isArray(response) || isProblemKind(response)
}

function rendersOf(response: DeclaredResponse, formats: readonly Format[]): Renders {
  if (response === null) return formats.map(() => () => NOTHING)
  if (isMedia(response)) {
    const renderOne = renderMedia(response)
    return formats.map(() => renderOne)
  }
  if (isBodyForm(response)) {
    const renderOne = renderForm(response)
    return formats.map(() => renderOne)
  }
  return renderSchema(response, formats)
}

function renderSchema(schema: Schema, formats: readonly Format[]): Renders {
  const encode = compileEncoder(schema)
  return writersFor(schema, formats).map(({ type, write }) => (body) => {
    const content = encode(body, write)
    return content instanceof Promise
      ? content.then((settled) => ({ content: settled, type }))
      : { content, type }
  })
}

function renderUndeclared({ type, write }: Format): Render {
  return (body) => {
    if (body === undefined) return NOTHING
    if (typeof body === 'string') return { content: body, type: 'text/plain; charset=utf-8' }
    // What is stored knows its own type.
    if (body instanceof StoredContent) return { content: body, type: '' }
    if (body instanceof Blob) return { content: ranged(body), type: '' }
    if (isContent(body)) return { content: body, type: 'application/octet-stream' }
    return { content: write(body), type }
  }
}

/**
 * An address as a header can carry it: what is not ASCII is percent-encoded as UTF-8 (RFC 3987 section
 * 3.1), and so are spaces and control characters, which could begin another header.
 */
function toUri(location: string): string {
  return location.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
