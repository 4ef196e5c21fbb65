import { parseDocument } from 'yaml'

/** An OpenAPI document that cannot be read at all. */
export class BadDescription extends Error {
  override readonly name = 'BadDescription'
}

/** Of the text, in characters. YAML takes far longer to read than JSON does. */
const MOST_JSON = 64 << 20
const MOST_YAML = 16 << 20
/** Values in all, with those behind YAML's aliases counted wherever they are used. */
const MOST_VALUES = 4_000_000
const DEEPEST = 200

/**
 * Reads a document that is JSON or YAML, within limits on its size and depth.
 *
 * @param from where it comes from, for the error
 * @throws BadDescription
 */
export function readDocument(text: string, from: string): Readonly<Record<string, unknown>> {
  const document = parse(text.replace(/^\uFEFF/, ''), from)
  const trouble = measure(document)
  if (trouble !== undefined) throw new BadDescription(`The OpenAPI document ${from} ${trouble}.`)
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new BadDescription(`What is at ${from} is no OpenAPI document: an object was expected.`)
  return document as Record<string, unknown>
}

function parse(text: string, from: string): unknown {
  const json = /^\s*[{[]/.test(text)
  if (text.length > (json ? MOST_JSON : MOST_YAML))
    throw new BadDescription(
      `The OpenAPI document ${from} has ${text.length} characters, which is too large.`,
    )
  try {
    if (json) return JSON.parse(text) as unknown
  } catch (error) {
    // YAML's flow style looks like JSON; what is no YAML either is told as broken JSON.
    const yaml = text.length > MOST_YAML ? undefined : parseYaml(text)
    if (yaml?.value !== undefined) return yaml.value
    throw new BadDescription(`The OpenAPI document ${from} is no JSON: ${(error as Error).message}.`, {
      cause: error,
    })
  }
  const { value, error } = parseYaml(text)
  if (error !== undefined)
    throw new BadDescription(`The OpenAPI document ${from} is neither JSON nor YAML: ${error}.`)
  return value
}

function parseYaml(text: string): { readonly value?: unknown; readonly error?: string } {
  try {
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: true, stringKeys: true })
    const [error] = document.errors
    if (error !== undefined) return { error: error.message.split('\n', 1)[0] as string }
    return { value: document.toJS({ maxAliasCount: 1000 }) as unknown }
  } catch (error) {
    // Nesting that is too deep for its stack, aliases that are used too often.
    return { error: (error as Error).message }
  }
}

/** What makes a value too much to work with. It goes by a stack of its own: the value may be deep, or even contain itself. */
function measure(value: unknown): string | undefined {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }]
  let count = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (++count > MOST_VALUES) return `has more than ${MOST_VALUES} values, which is too large`
    if (next.depth > DEEPEST) return `is nested deeper than ${DEEPEST} levels`
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const each of Object.values(next.value)) waiting.push({ value: each, depth: next.depth + 1 })
  }
  return undefined
}
