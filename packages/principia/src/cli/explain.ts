import { styleText } from 'node:util'
import type { App } from '../app/index.ts'
import { pipelineSettings } from '../app/pipeline-settings.ts'
import { compileRoute } from '../http/compile.ts'
import { compileCompression, compileCors } from '../http/index.ts'
import type { Route } from '../routing/index.ts'

/** One step of a route's pipeline, as `principia routes --explain --json` prints it. */
interface ExplainedStep {
  readonly name: string
  readonly says: string
  /** `file:line` of the app's own code that it runs. */
  readonly at?: string | undefined
  /** How many steps are around it: middleware, and what else runs before and after. */
  readonly depth: number
}

export interface ExplainedRoute {
  readonly method: string
  readonly path: string
  readonly definedAt: string
  readonly pipeline: readonly ExplainedStep[]
  /** Why there is no pipeline: the mistake for which the app would not start. */
  readonly mistake?: string
}

/**
 * The pipelines of routes, step by step, in the order in which a request runs through them. They are compiled
 * as at start, and the compiler's own list of steps is what is told; nothing is started.
 */
export function explainRoutes(app: App, routes: readonly Route[]): ExplainedRoute[] {
  return routes.map((route) => {
    const { method, path, definedAt } = route
    try {
      return { method, path, definedAt, pipeline: explain(app, route) }
    } catch (error) {
      const mistake = error instanceof Error ? error.message : String(error)
      return { method, path, definedAt, pipeline: [], mistake }
    }
  })
}

function explain({ spec }: App, route: Route): ExplainedStep[] {
  const cors = spec.cors === undefined ? undefined : compileCors(spec.cors)
  const compression = spec.compression === false ? undefined : compileCompression(spec.compression)
  const { steps, deadline } = compileRoute(route, { ...pipelineSettings(spec), cors, compression })
  const within = Number.isFinite(deadline) ? `${deadline} ms, then 503` : 'none'
  let depth = 0
  const explained: ExplainedStep[] = [
    ...(spec.shedding === false
      ? []
      : [{ name: 'shed', says: `priority ${route.spec.priority ?? 'normal'} (503 under load)`, depth }]),
    { name: 'deadline', says: within, depth },
  ]
  for (const { kind, name, says, at } of steps) {
    if (kind === 'write') depth = 0
    explained.push({ name, says, at, depth })
    if (kind === 'around') depth++
  }
  return explained
}

/** One block of lines per route; what runs inside of something stands further to the right. */
export function toBlocks(explained: readonly ExplainedRoute[]): string {
  return explained.map(toBlock).join('\n')
}

function toBlock({ method, path, definedAt, pipeline, mistake }: ExplainedRoute): string {
  const names = pipeline.map(({ name, depth }) => '  '.repeat(depth + 1) + name)
  const width = Math.max(0, ...names.map((name) => name.length))
  const lines = pipeline.map(({ says, at }, index) => {
    const place = at === undefined ? '' : `  ${styleText('dim', at)}`
    return `${(names[index] ?? '').padEnd(width)}  ${says}${place}\n`
  })
  const head = `${styleText('bold', `${method} ${path}`)}  ${styleText('dim', definedAt)}\n`
  return head + (mistake === undefined ? lines.join('') : `  ${mistake}\n`)
}
