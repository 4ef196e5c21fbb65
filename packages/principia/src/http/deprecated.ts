import { problems } from '../errors/index.ts'
import type { CompiledDeprecation } from '../routing/index.ts'
import type { AnswerSettings } from './answer.ts'
import type { Pipeline } from './compile.ts'
import { writeFailure } from './fail.ts'

/** A pipeline whose answers, errors too, begin with headers that are the same for every request. */
export function withHeaders(pipeline: Pipeline, headers: readonly string[]): Pipeline {
  if (headers.length === 0) return pipeline
  return (context, response, params, query) => {
    context.routeHeaders = headers
    return pipeline(context, response, params, query)
  }
}

/** A pipeline that notes every call, and ends once the route is gone. */
export function deprecatedPipeline(
  pipeline: Pipeline,
  { goneAt }: CompiledDeprecation,
  called: () => void,
  settings: AnswerSettings,
): Pipeline {
  return (context, response, params, query) => {
    called()
    if (Date.now() < goneAt) return pipeline(context, response, params, query)
    const since = new Date(goneAt).toISOString().slice(0, 10)
    writeFailure(context, response, problems.gone(`It was switched off on ${since}.`), settings)
    return undefined
  }
}
