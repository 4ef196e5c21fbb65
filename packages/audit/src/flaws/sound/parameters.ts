import type { ParameterSpec } from './endpoint.ts'
import { escapePointer } from './json.ts'
import { Problem, type Mistake } from './problem.ts'
import { decodeText } from './target.ts'
import { mistakesOf } from './validate.ts'

type Specs = Readonly<Record<string, ParameterSpec>>
type Values = Record<string, string | number>

/** Values as they are declared, and what is wrong with them. */
export interface ReadParameters {
  readonly values: Values
  readonly mistakes: readonly Mistake[]
}

/**
 * Reads a query as forms write it: "+" is a space. What is not declared, or there twice, is a mistake.
 *
 * @throws Problem 400 where it has bytes that are no text
 */
export function readQuery(query: string, specs: Specs): ReadParameters {
  const values: Values = {}
  const mistakes: Mistake[] = []
  const seen = new Set<string>()
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const [name = '', ...value] = pair.split('=').map(decodeForm)
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
    const pointer = `/${escapePointer(name)}`
    if (seen.has(name)) mistakes.push({ in: 'query', pointer, message: 'is there more than once' })
    else if (spec === undefined) mistakes.push({ in: 'query', pointer, message: 'is not a known parameter' })
    else readValue(name, value.join('='), spec, 'query', values, mistakes)
    seen.add(name)
  }
  return { values, mistakes }
}

export function readPath(texts: Readonly<Record<string, string>>, specs: Specs): ReadParameters {
  const values: Values = {}
  const mistakes: Mistake[] = []
  for (const [name, spec] of Object.entries(specs))
    readValue(name, texts[name] ?? '', spec, 'path', values, mistakes)
  return { values, mistakes }
}

function readValue(
  name: string,
  text: string,
  { schema }: ParameterSpec,
  within: 'query' | 'path',
  values: Values,
  mistakes: Mistake[],
): void {
  // One spelling for each number: no sign for zero, no zeros in front, no blanks, no hexadecimal.
  const integer = schema.type === 'integer' && /^(?:0|-?[1-9]\d{0,15})$/.test(text)
  const value = integer ? Number(text) : text
  values[name] = value
  mistakes.push(...mistakesOf(schema, value, within, `/${escapePointer(name)}`))
}

function decodeForm(text: string): string {
  const decoded = decodeText(text.replaceAll('+', ' '))
  if (decoded === undefined) throw new Problem(400, 'The query has escapes that are no text in UTF-8.')
  return decoded
}
