import { problems } from '../errors/index.ts'
import { bareType } from '../serialization/index.ts'
import type { RequestContext } from './context.ts'
import { inRange } from './media-range.ts'
import { parseWeighted } from './quality.ts'
import { addVary } from './vary.ts'

/** Chooses an answer's format before the work for it begins. @throws Problem not-acceptable */
export type NegotiateType = (context: RequestContext) => void

/** Preferences that are remembered, since clients of one kind all send the same one. */
const MAX_REMEMBERED = 50

/**
 * Negotiation by `Accept` (RFC 9110 section 12.5.1) among these media types, best first. Puts the index of
 * the chosen one on the context.
 *
 * `undefined` where there is nothing to choose: one format is then sent whatever `Accept` says, as the section
 * allows. A client that asks for what there is not can do more with that than with a 406.
 */
export function compileNegotiation(offers: readonly string[]): NegotiateType | undefined {
  if (offers.length < 2) return undefined
  const types = offers.map(bareType)
  const parameters = offers.map(parametersOf)
  const remembered = new Map<string, number>()
  return (context) => {
    addVary((context.moreHeaders ??= []), 'Accept')
    const { accept } = context.request.headers
    if (accept === undefined) return
    let chosen = remembered.get(accept)
    if (chosen === undefined) {
      chosen = preferred(accept, types, parameters)
      if (remembered.size < MAX_REMEMBERED && accept.length < 200) remembered.set(accept, chosen)
    }
    if (chosen === -1) {
      throw problems.notAcceptable(`There is ${[...new Set(types)].join(', ')}.`, {
        members: { available: [...new Set(types)] },
      })
    }
    context.answerFormat = chosen
  }
}

type Parameters = ReadonlyMap<string, string>

/** The index of the best offer, -1 where none is acceptable. Of equal ones the first. */
function preferred(accept: string, types: readonly string[], parameters: readonly Parameters[]): number {
  const ranges = parseWeighted(accept).filter(({ value }) => value.includes('/'))
  // RFC 9110 section 12.5.1: a field without a readable range expresses no preference.
  if (ranges.length === 0) return 0
  let best = -1
  let highest = 0
  for (const [index, type] of types.entries()) {
    // The most specific range that matches decides, whatever the others say.
    let q = 0
    let decisive = -1
    for (const range of ranges) {
      const specificity = specificityOf(range, type, parameters[index] as Parameters)
      if (specificity > decisive) {
        decisive = specificity
        q = range.q
      }
    }
    if (q > highest) {
      highest = q
      best = index
    }
  }
  return best
}

/** How closely a range names an offer: -1 where it does not; more for each parameter. */
function specificityOf(
  { value, params }: { readonly value: string; readonly params: Readonly<Record<string, string>> },
  type: string,
  offered: Parameters,
): number {
  if (!inRange(type, value)) return -1
  if (value === '*/*') return 0
  if (value.endsWith('/*')) return 1
  const given = Object.entries(params)
  return given.every(([name, text]) => offered.get(name) === text.toLowerCase()) ? 2 + given.length : -1
}

function parametersOf(type: string): Parameters {
  const [, ...parameters] = type.toLowerCase().split(';')
  return new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=')
      return [name.trim(), value.trim()]
    }),
  )
}
