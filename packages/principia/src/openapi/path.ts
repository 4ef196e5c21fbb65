import { parsePattern } from '../routing/index.ts'
import type { JsonSchema } from '../validation/index.ts'

/** A route's pattern in the words of OpenAPI. */
export interface PathTemplate {
  /** Such as `/notes/{id}`. */
  readonly template: string
  readonly params: readonly PathParam[]
}

export interface PathParam {
  /** The name in the template; the route's own unless another route got there first. */
  readonly name: string
  /** The name in the route's `params`; `undefined` for a wildcard, which gives the handler nothing. */
  readonly key: string | undefined
  /** What the pattern alone says of the value. */
  readonly schema: JsonSchema
  /** Whether it takes several segments. */
  readonly rest: boolean
}

/** Turns `/notes/:id(\\d+)/**:path` into `/notes/{id}/{path}` and what is known of each parameter. */
export function toPathTemplate(pattern: string): PathTemplate {
  const params: PathParam[] = []
  const texts = parsePattern(pattern).map((segment) => {
    if (segment.kind === 'static') return segment.text
    const name = ('name' in segment ? segment.name : undefined) ?? unnamed(segment.kind, params)
    const key = 'name' in segment ? segment.name : undefined
    const constraint = segment.kind === 'constrained' ? { pattern: `^(?:${segment.source})$` } : undefined
    params.push({
      name,
      key,
      schema: { type: 'string', minLength: 1, ...constraint },
      rest: segment.kind === 'rest',
    })
    return `{${name}}`
  })
  return { template: `/${texts.join('/')}`, params }
}

/** Two templates that differ in nothing but the names of their parameters are the same to OpenAPI. */
export function templateShape(template: string): string {
  return template.replaceAll(/\{[^}]*\}/g, '{}')
}

/** The same path with the names that `template` uses, position by position. */
export function withNamesOf(template: string, path: PathTemplate): PathTemplate {
  const names = [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name as string)
  return {
    template,
    params: path.params.map((param, index) => ({ ...param, name: names[index] ?? param.name })),
  }
}

function unnamed(kind: 'wildcard' | 'rest' | 'param' | 'constrained', before: readonly PathParam[]): string {
  const name = kind === 'rest' ? 'rest' : 'any'
  const taken = before.filter(({ key }) => key === undefined).length
  return taken === 0 ? name : `${name}${taken + 1}`
}
