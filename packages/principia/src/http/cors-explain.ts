import type { Route } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import type { RequestContext } from './context.ts'
import type { Cors, Preflight } from './cors.ts'
import { whyKeptBack, whyPreflightRefused } from './cors-why.ts'

/** Writes into the log, and so into the request's record, why the browser will keep the answer from the page. */
export function explainKeptBack(context: RequestContext, { spec }: Route, { cors }: AnswerSettings): void {
  const why = whyKeptBack(context.request, spec.cors === false ? false : cors)
  if (why !== undefined) context.log.warn(`CORS: ${why}`)
}

/** Writes into the log why the browser will not send the request that this pre-flight asked leave for. */
export function explainPreflight(
  context: RequestContext,
  asked: Preflight,
  method: string,
  methods: readonly string[],
  cors: Cors | false | undefined,
): void {
  const why = whyPreflightRefused(asked, method, methods, cors)
  if (why !== undefined) context.log.warn(`CORS: ${why}`)
}
