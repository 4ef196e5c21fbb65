import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Log, Scope } from '../context/index.ts'
import { TraceRecord, newRequestId, newTraceId, traceIdFrom } from '../context/index.ts'
import { scopedLog } from '../observability/index.ts'
import type { ProblemKind } from '../errors/index.ts'
import type { AccessRule, Validators } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import { parseCookies } from './cookies.ts'
import { checkPrecondition } from './preconditions.ts'
import { sendEarlyHints, type EarlyHints } from './early-hints.ts'
import { negotiateLanguage, type NegotiateLanguage } from './language.ts'
import type { LoadShare } from './load.ts'
import { readPreferences, type Preferences } from './prefer.ts'
import { addVary } from './vary.ts'
import type { Forwarded } from './proxies.ts'

/**
 * The one object that lives as long as a request: what handlers take their parts from, and the scope
 * that everything below them shares. An app adds its services to the prototype of a subclass, so a
 * request pays nothing for those it does not touch.
 *
 * What costs something - the abort signal, the logger, the cookies - is made when it is first asked for.
 */
export class RequestContext implements Scope {
  readonly request: IncomingMessage
  readonly trace: TraceRecord
  readonly requestId: string
  readonly traceId: string
  params: unknown = undefined
  query: unknown = undefined
  headers: unknown = undefined
  cookies: unknown = undefined
  body: unknown = undefined
  user: unknown = undefined
  deadline = Number.POSITIVE_INFINITY
  expiresAt = Number.POSITIVE_INFINITY
  /** How the route's access rule tells callers apart, where it says so. */
  scheme: AccessRule<unknown, never>['scheme'] | undefined = undefined
  /** Header names and values in turn that every answer of the route carries, and none of others: set once per route. */
  routeHeaders: readonly string[] | undefined = undefined
  /** What a trusted proxy said of the client. */
  forwarded: Forwarded | undefined = undefined
  /** The host of a request target in absolute-form. */
  targetHost: string | undefined = undefined
  /** Header names and values in turn that belong in whatever is answered: a rate limit's, a pre-flight's. */
  moreHeaders: string[] | undefined = undefined
  /** The language that the handler chose for its answer. */
  contentLanguage: string | undefined = undefined
  /** What the answer goes to; unknown until the route's pipeline begins. */
  response: ServerResponse | undefined = undefined
  /** Which of the route's formats the answer has (negotiate-type.ts). */
  answerFormat = 0
  /** What the matched route's answers are written with. */
  answering: AnswerSettings | undefined = undefined
  /** Its part in the load, where it counts. */
  load: LoadShare | undefined = undefined
  readonly #logger: Logger
  #log: Log | undefined = undefined
  #controller: AbortController | undefined = undefined
  #abortReason: unknown = undefined
  #cookieValues: Record<string, string> | undefined = undefined
  #nonce: string | undefined = undefined

  constructor(request: IncomingMessage, path: string, logger: Logger) {
    const requestId = newRequestId()
    const traceId = traceIdFrom(request.headers.traceparent as string | undefined) ?? newTraceId()
    this.request = request
    this.requestId = requestId
    this.traceId = traceId
    this.#logger = logger
    this.trace = new TraceRecord(
      requestId,
      traceId,
      request.method ?? '',
      path,
      request.socket.remoteAddress ?? '',
    )
  }

  get method(): string {
    return this.trace.method
  }

  get path(): string {
    return this.trace.path
  }

  get remoteAddress(): string {
    return this.trace.remoteAddress
  }

  /** Whether the client sent the request over https. */
  get secure(): boolean {
    return (
      this.forwarded?.secure ?? (this.request.socket as { readonly encrypted?: boolean }).encrypted === true
    )
  }

  /** The host, and port where it is not the scheme's own, that the client asked for. */
  get host(): string {
    return this.forwarded?.host ?? this.targetHost ?? this.request.headers.host ?? ''
  }

  get log(): Log {
    return (this.#log ??= scopedLog(this.#logger, this))
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason)
    }
    return this.#controller.signal
  }

  /** Tells all work of this request to stop. Only the first reason counts. */
  abort(reason: Error): void {
    if (this.#abortReason !== undefined) return
    this.#abortReason = reason
    this.#controller?.abort(reason)
  }

  // These are made on access, so that a handler may take them apart from the context.

  get header(): (name: string) => string | undefined {
    return (name) => this.readHeader(name)
  }

  get cookie(): (name: string) => string | undefined {
    return (name) => this.cookieValues[name]
  }

  get precondition(): (current: Validators | undefined, kind?: ProblemKind) => void {
    return (current, kind) => checkPrecondition(this.method, this.request.headers, current, kind)
  }

  readHeader(name: string): string | undefined {
    const value = this.request.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

  get cookieValues(): Record<string, string> {
    return (this.#cookieValues ??= parseCookies(this.request.headers.cookie))
  }

  get language(): NegotiateLanguage {
    return (available) => {
      addVary((this.moreHeaders ??= []), 'Accept-Language')
      const chosen = negotiateLanguage(this.readHeader('accept-language'), available)
      this.contentLanguage = chosen
      return chosen
    }
  }

  get prefer(): () => Preferences {
    return () => {
      // RFC 7240 section 2: another client would perhaps be answered otherwise.
      addVary((this.moreHeaders ??= []), 'Prefer')
      return readPreferences(this.readHeader('prefer'), (applied) =>
        (this.moreHeaders ??= []).push('Preference-Applied', applied),
      )
    }
  }

  get earlyHints(): (hints: EarlyHints) => void {
    return (hints) => {
      if (this.response !== undefined) sendEarlyHints(this.request, this.response, hints)
    }
  }

  /** @throws Error once the answer's headers are written, since they must name it. */
  get nonce(): string {
    if (this.#nonce === undefined) {
      if (this.trace.responseType !== '') {
        throw new Error('A nonce must be taken before the answer begins; take it ahead of a streamed page.')
      }
      // At least 128 random bits (Content Security Policy Level 3, section 2.3.1).
      this.#nonce = randomBytes(16).toString('base64url')
    }
    return this.#nonce
  }

  /** The nonce, where somebody has asked for it. */
  get takenNonce(): string | undefined {
    return this.#nonce
  }

  /** Notes in the trace that a stage of the request has ended now. */
  stage(name: string): void {
    this.trace.stages.push(name, performance.now() - this.trace.start)
  }
}

/** The context of an app: with its services, which are on the prototype. */
export function contextWith(services: Readonly<Record<string, unknown>>): typeof RequestContext {
  class AppContext extends RequestContext {}
  for (const [name, value] of Object.entries(services)) {
    Object.defineProperty(AppContext.prototype, name, { value, enumerable: true })
  }
  return AppContext
}
