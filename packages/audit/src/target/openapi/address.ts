import type { Operation, Parameter } from '../description.ts'
import { isObject } from './document.ts'

/** Where a request to an operation goes, with what stands in its head. */
export interface Address {
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The address of an operation with values for its parameters, written as each parameter's style says (OpenAPI 3.1.1
 * section 4.8.12.6).
 *
 * @param valueOf gives `undefined` for a parameter that is left out; one in the path stays a template then
 */
export function addressOf(operation: Operation, valueOf: (parameter: Parameter) => unknown): Address {
  const given = operation.parameters.flatMap((parameter) => {
    const value = valueOf(parameter)
    return value === undefined ? [] : [{ parameter, value }]
  })
  const all = (place: Parameter['in']) => given.filter(({ parameter }) => parameter.in === place)
  let { path } = operation
  for (const { parameter, value } of all('path'))
    path = path.replaceAll(`{${parameter.name}}`, () => inPath(parameter, value))
  const query = all('query').flatMap(({ parameter, value }) => inQuery(parameter, value))
  const cookies = all('cookie').map(({ parameter, value }) => `${parameter.name}=${encode(flat(value))}`)
  const headers = Object.fromEntries(
    all('header').map(({ parameter, value }) => [parameter.name, flat(value)]),
  )
  return {
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: cookies.length === 0 ? headers : { ...headers, Cookie: cookies.join('; ') },
  }
}

function inPath({ name, style, explode }: Parameter, value: unknown): string {
  if (style === 'json') return encode(JSON.stringify(value))
  const parts = partsOf(value, explode)
  if (style === 'label') return `.${parts.join(explode ? '.' : ',')}`
  if (style !== 'matrix') return parts.join(',')
  if (!explode) return `;${name}=${parts.join(',')}`
  return parts.map((part) => (isObject(value) ? `;${part}` : `;${name}=${part}`)).join('')
}

const BETWEEN: Readonly<Record<string, string>> = { spaceDelimited: '%20', pipeDelimited: '|' }

function inQuery({ name, style, explode }: Parameter, value: unknown): string[] {
  const key = encode(name)
  if (style === 'json') return [`${key}=${encode(JSON.stringify(value))}`]
  if (style === 'deepObject' && isObject(value))
    return Object.entries(value).map(([member, each]) => `${key}[${encode(member)}]=${encode(flat(each))}`)
  const parts = partsOf(value, explode)
  if (!explode || !(typeof value === 'object' && value !== null))
    return [`${key}=${parts.join(BETWEEN[style] ?? ',')}`]
  return isObject(value) ? parts : parts.map((part) => `${key}=${part}`)
}

/** The encoded parts of a list or an object, or the one of another value. */
function partsOf(value: unknown, explode: boolean): string[] {
  if (Array.isArray(value)) return value.map((each) => encode(flat(each)))
  if (!isObject(value)) return [encode(flat(value))]
  return Object.entries(value).flatMap(([name, each]) =>
    explode ? [`${encode(name)}=${encode(flat(each))}`] : [encode(name), encode(flat(each))],
  )
}

function flat(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(flat).join(',') : JSON.stringify(value)
}

/** Everything but what stands for itself anywhere (RFC 3986 section 2.3), also lone surrogates. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
