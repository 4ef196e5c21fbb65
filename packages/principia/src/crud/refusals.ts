import type { ProblemDefinition } from '../errors/index.ts'
import type { DeclaredResponse, Responses } from '../routing/index.ts'

/** What an operation answers with, and beside it the problems that the resource's own rules throw. */
export function withRefusals(own: Responses, refusals: readonly ProblemDefinition[]): Responses {
  const merged: Record<number, DeclaredResponse> = { ...own }
  for (const refusal of refusals) {
    const before = merged[refusal.status] as ProblemDefinition | readonly ProblemDefinition[] | undefined
    merged[refusal.status] = before === undefined ? refusal : [before, refusal].flat()
  }
  return merged
}

/** A list finds no single thing missing, or in another state: of all refusals it has those of the access rule. */
export function aboutCallers(refusals: readonly ProblemDefinition[]): ProblemDefinition[] {
  return refusals.filter(({ status }) => status === 401 || status === 403)
}
