import type { TraceRecord } from '../../context/index.ts'
import type { Route, RouteSpec } from '../../routing/index.ts'

/** One stretch of a request's time. Stages follow one another without gaps. */
export interface Stage {
  readonly name: string
  /** Milliseconds since the request arrived. */
  readonly from: number
  readonly to: number
  /** Whether the request was refused or broke here; the rest of the time went into the answer to that. */
  readonly failed: boolean
  /** What happens in it, for someone who has not seen one before. */
  readonly explanation: string
}

const MIDDLEWARE = 'Middleware of the application, which runs around all that comes after it.'
const MIDDLEWARE_BACK =
  'The same middleware on the way back, when what is inside has answered: it may change the answer.'

const EXPLANATIONS: Readonly<Record<string, string>> = {
  access:
    'The route’s access rule finds out who is calling and whether they may. Finding the route came before; both happen before any of the body is read, so a stranger costs little.',
  body: 'The body arrives from the network and is decoded. Most of this time is spent waiting for the client.',
  validate:
    'Every declared part of the request - path, query, headers, cookies, body - is checked against its schema, and all failures are collected before one is reported.',
  claim:
    'A transaction begins and takes the request’s Idempotency-Key; no answer to an earlier request with it was found.',
  replay:
    'The request’s Idempotency-Key was found: the answer of that time is given again, and nothing is done.',
  commit:
    'What the handler did and, under the request’s Idempotency-Key, the answer itself become permanent together.',
  handle: 'The handler: the code of the application itself, with its SQL statements and log lines.',
  compress:
    'The answer is made smaller in a coding that the client understands; a large one in another thread.',
  send: 'The answer is turned into bytes, given its headers and handed to the operating system, until the last byte has left.',
}

/**
 * Reads the stages from a record. A stage that was not completed leaves no mark of its own, so what was
 * under way when a request failed is told from the order that the pipeline keeps (http/compile.ts).
 */
export function stagesOf(record: TraceRecord, route: Route | undefined): Stage[] {
  const stages: Stage[] = []
  const marks = marksOf(record)
  let from = 0
  for (const [mark, to] of marks) {
    const unfinished = mark === 'send' ? unfinishedStage(record, route, marks) : undefined
    const name = unfinished ?? mark
    const failed = unfinished !== undefined || (mark === 'validate' && record.failures !== undefined)
    stages.push({ name, from, to, failed, explanation: explain(name) })
    from = to
  }
  return stages
}

function explain(name: string): string {
  return EXPLANATIONS[name] ?? (name.endsWith(', back') ? MIDDLEWARE_BACK : MIDDLEWARE)
}

/** Up to `send`: a handler that outlived its deadline may add marks to a request that is long over. */
function marksOf({ stages }: TraceRecord): [name: string, to: number][] {
  const marks: [string, number][] = []
  for (let index = 0; index + 1 < stages.length; index += 2) {
    const name = String(stages[index])
    marks.push([name, Number(stages[index + 1])])
    if (name === 'send') break
  }
  return marks
}

function unfinishedStage(
  { error, failures, aborted }: TraceRecord,
  route: Route | undefined,
  marks: readonly (readonly [string, number])[],
): string | undefined {
  if (route === undefined || failures !== undefined || (error === undefined && !aborted)) return undefined
  const { spec } = route
  const order = [
    ...(spec.middleware ?? []).map(({ name }) => name),
    ...(spec.access === 'public' ? [] : ['access']),
    ...(spec.body === undefined ? [] : ['body']),
    ...(validatedParts(spec).length === 0 ? [] : ['validate']),
    ...(spec.idempotent === undefined || spec.idempotent === false ? [] : ['claim']),
    'handle',
  ]
  return order.find((name) => !marks.some(([mark]) => mark === name))
}

/** The parts of a request that a route validates. */
export function validatedParts(spec: RouteSpec): string[] {
  return (['params', 'query', 'headers', 'cookies', 'body'] as const).filter(
    (part) => spec[part] !== undefined,
  )
}
