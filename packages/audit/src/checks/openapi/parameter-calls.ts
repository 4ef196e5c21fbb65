import type { Parameter, Operation } from '../../target/description.ts'
import { addressOf } from '../../target/openapi/address.ts'
import type { Page, Target } from '../../target/target.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** A parameter of a GET that is known to answer with success. */
export interface ParameterCall {
  /** `GET /books with "limit"`. */
  readonly name: string
  readonly page: Page
  readonly operation: Operation
  readonly parameter: Parameter
  /** The same request with another value; without the parameter where it is `undefined`. */
  readonly with: (value: unknown) => RequestSpec
  /** The same with something in the query as it is written: `limit=5&limit=6`. */
  readonly written: (query: string) => RequestSpec
}

const MOST = 40

/** The query and path parameters of all pages that are described. */
export function parameterCalls({ pages }: Target, ...places: readonly Parameter['in'][]): ParameterCall[] {
  const seen = new Set<Operation>()
  return pages
    .flatMap((page) => {
      const { operation } = page
      if (operation === undefined || seen.has(operation)) return []
      seen.add(operation)
      return operation.parameters
        .filter(({ in: place }) => places.includes(place))
        .map((parameter) => toCall(page, operation, parameter))
    })
    .slice(0, MOST)
}

function toCall(page: Page, operation: Operation, parameter: Parameter): ParameterCall {
  const [path = '', query = ''] = page.path.split('?')
  const others = query
    .split('&')
    .filter((each) => each !== '' && decode(each.split('=')[0] ?? '') !== parameter.name)
  const join = (at: string, more: readonly string[]): RequestSpec => {
    const all = [...others, ...more]
    return { path: all.length === 0 ? at : `${at}?${all.join('&')}`, as: page.as }
  }
  const inQuery = (value: unknown) => {
    const [, written] = addressOf({ ...operation, path, parameters: [parameter] }, () => value).path.split(
      '?',
    )
    return join(path, written === undefined ? [] : [written])
  }
  const inPath = (value: unknown) => {
    const template = operation.path.split('/')
    const filled = path
      .split('/')
      .map((part, index) => (template[index] === `{${parameter.name}}` ? template[index] : part))
      .join('/')
    return join(addressOf({ ...operation, path: filled, parameters: [parameter] }, () => value).path, [])
  }
  return {
    name: `${operation.method} ${operation.path} with "${parameter.name}"`,
    page,
    operation,
    parameter,
    with: parameter.in === 'path' ? inPath : inQuery,
    written: (text) => join(path, [text]),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
