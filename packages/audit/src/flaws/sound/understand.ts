import type { IncomingMessage } from 'node:http'
import type { Asked } from './asked.ts'
import { contentOf, refuseContent } from './content.ts'
import type { Endpoint } from './endpoint.ts'
import { askForContent } from './expectations.ts'
import { readJson } from './json.ts'
import { preferredType } from './negotiate.ts'
import { readPath, readQuery } from './parameters.ts'
import { Problem, refuseMistakes } from './problem.ts'
import type { Match } from './router.ts'
import { reference } from './schemas.ts'
import type { State } from './state.ts'
import { mistakesOf } from './validate.ts'

/** What is known of a request before its endpoint is. */
export interface Arrived {
  readonly request: IncomingMessage
  readonly method: string
  readonly id: string
  readonly secure: boolean
  readonly query: string
}

/**
 * Everything that is to be known of a request before its endpoint acts: who calls, whether the answer would be acceptable,
 * then its content. Whatever can be refused by the head alone is refused before the content is read.
 *
 * @throws Problem
 */
export async function understand(
  arrived: Arrived,
  match: Match,
  endpoint: Endpoint,
  state: State,
): Promise<Asked> {
  const { request, secure } = arrived
  const person = personOf(arrived, endpoint, state)
  const type = preferredType(request.headers.accept, endpoint.gives.types)
  if (type === undefined && endpoint.gives.types.length > 0)
    throw new Problem(406, `There is only ${endpoint.gives.types.join(', ')}.`)
  const path = readPath(match.parameters, match.place.parameters ?? {})
  const query =
    endpoint.query === undefined ? { values: {}, mistakes: [] } : readQuery(arrived.query, endpoint.query)
  const mistakes = [...path.mistakes, ...query.mistakes]
  const content =
    endpoint.takes === undefined ? Buffer.alloc(0) : await receive(request, endpoint.takes.types)
  const input = () => {
    if (endpoint.takes === undefined) return undefined
    const read = readJson(content)
    const shape = mistakesOf(reference(endpoint.takes.schema), read.value, 'body')
    const places = new Set(shape.map(({ pointer }) => pointer))
    refuseMistakes([...mistakes, ...shape, ...read.mistakes.filter(({ pointer }) => !places.has(pointer))])
    return read.value
  }
  if (mistakes.length > 0) {
    input()
    refuseMistakes(mistakes)
  }
  return {
    request,
    method: arrived.method,
    place: match.place,
    endpoint,
    id: arrived.id,
    secure,
    path: path.values,
    query: query.values,
    person,
    type: type ?? '',
    content,
    input,
  }
}

function personOf(
  { request, secure }: Arrived,
  { access }: Endpoint,
  { identities }: State,
): Asked['person'] {
  if (access === undefined) return () => identities.byToken(request)
  const person =
    access === 'token' ? identities.byToken(request) : identities.byTokenOrCookie(request, secure)
  return () => person
}

async function receive(request: IncomingMessage, types: readonly string[]): Promise<Buffer> {
  refuseContent(request, types)
  askForContent(request)
  // Read to its end before anything is decided by the state, so that a decision and what it does are one step.
  return contentOf(request)
}
