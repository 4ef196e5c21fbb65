import { problems } from '../errors/index.ts'
import { bareType } from '../serialization/index.ts'
import type { RequestContext } from './context.ts'
import type { Format } from './formats.ts'
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
export function compileNegotiation(formats: readonly Format[]): NegotiateType | undefined {
  if (formats.length < 2) return undefined
  const offers = formats.map(toOffer)
  const available = [...new Set(offers.map(({ type }) => type))]
  const remembered = new Map<string, number>()
  return (context) => {
    addVary((context.moreHeaders ??= []), 'Accept')
    const { accept } = context.request.headers
    if (accept === undefined) return
    let chosen = remembered.get(accept)
    if (chosen === undefined) {
      chosen = preferred(accept, offers)
      if (remembered.size < MAX_REMEMBERED && accept.length < 200) remembered.set(accept, chosen)
    }
    if (chosen === -1) {
      throw problems.notAcceptable(`There is ${available.join(', ')}.`, { members: { available } })
    }
    context.answerFormat = chosen
  }
}

interface Offer {
  /** In lower case, without its parameters. */
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
  /** Suffixes of types that are this format as well, such as `+json`. */
  readonly suffixes: readonly string[]
}

function toOffer({ type, codec }: Format): Offer {
  return {
    type: bareType(type),
    parameters: parametersOf(type),
    suffixes: codec.accepts.filter((name) => name.startsWith('+')),
  }
}

/** The index of the best offer, -1 where none is acceptable. Of equal ones the first. */
function preferred(accept: string, offers: readonly Offer[]): number {
  const ranges = parseWeighted(accept).filter(({ value }) => value.includes('/'))
  // RFC 9110 section 12.5.1: a field without a readable range expresses no preference.
  if (ranges.length === 0) return 0
  let best = -1
  let highest = 0
  for (const [index, offer] of offers.entries()) {
    // The most specific range that matches decides, whatever the others say.
    let q = 0
    let decisive = -1
    for (const range of ranges) {
      const specificity = specificityOf(range, offer)
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
  { type, parameters, suffixes }: Offer,
): number {
  if (value === '*/*') return 0
  if (value.endsWith('/*')) return inRange(type, value) ? 1 : -1
  // A type of the API's own, such as application/vnd.shop.v2+json, is the format that it ends with (RFC 6839).
  if (value !== type && !suffixes.some((suffix) => value.endsWith(suffix))) return -1
  const given = Object.entries(params)
    .map(([name, text]) => [name, text.toLowerCase()] as const)
    .filter(([name, text]) => !isMet(name, text, parameters))
  return given.every(([name, text]) => parameters.get(name) === text) ? 2 + given.length : -1
}

/** Whether a parameter of a range excludes no format. */
function isMet(name: string, text: string, parameters: Offer['parameters']): boolean {
  // Which version is wanted has been read when the route was found.
  if (name === 'version') return true
  // What names no charset is in UTF-8, also where the type has no such parameter (RFC 8259 section 11).
  return name === 'charset' && text === 'utf-8' && !parameters.has(name)
}

function parametersOf(type: string): ReadonlyMap<string, string> {
  const [, ...parameters] = type.toLowerCase().split(';')
  return new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=')
      return [name.trim(), value.trim()]
    }),
  )
}
