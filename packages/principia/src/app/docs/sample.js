import { resolve } from './resolve.js'

/** A value that the schema accepts, as well as one can be guessed. */
export function sample(schema, api, depth = 0) {
  const resolved = resolve(schema, api) ?? {}
  if (resolved.default !== undefined) return resolved.default
  if (resolved.const !== undefined) return resolved.const
  if (resolved.examples?.length > 0) return resolved.examples[0]
  if (resolved.enum !== undefined) return resolved.enum[0]
  if (resolved.allOf !== undefined)
    return Object.assign({}, ...resolved.allOf.map((part) => sample(part, api, depth)))
  const branch = (resolved.anyOf ?? resolved.oneOf)?.[0]
  if (branch !== undefined) return sample(branch, api, depth)
  const type = [resolved.type].flat()[0]
  if (type === 'array')
    return depth > 5 || resolved.items === undefined ? [] : [sample(resolved.items, api, depth + 1)]
  if (type === 'integer' || type === 'number')
    return resolved.minimum ?? (resolved.exclusiveMinimum === undefined ? 1 : resolved.exclusiveMinimum + 1)
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (type === 'string') return sampleText(resolved)
  if (resolved.properties === undefined || depth > 5) return {}
  const required = new Set(resolved.required ?? [])
  const shown = Object.entries(resolved.properties).filter(([name]) => depth === 0 || required.has(name))
  return Object.fromEntries(shown.map(([name, child]) => [name, sample(child, api, depth + 1)]))
}

const FORMATS = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  email: 'ada@example.org',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  uri: 'https://example.org/',
}

function sampleText({ format, pattern, minLength = 0, maxLength = Infinity }) {
  if (pattern !== undefined) {
    const text = matching(pattern)
    if (new RegExp(pattern, 'u').test(text)) return text
  }
  return FORMATS[format] ?? 'text'.padEnd(minLength, '.').slice(0, maxLength)
}

const TOKEN = /\\(.)|\[(\^?)((?:\\.|[^\]])+)\]|\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)|([\s\S])/g
const QUANTIFIER = /^(?:([*+?])|\{(\d+)(?:,\d*)?\})/
const CLASSES = { d: '1', w: 'a', s: ' ' }

/** The shortest text that a simple regular expression matches; what it cannot read it passes over. */
function matching(pattern) {
  let rest = pattern.replace(/^\^/, '').replace(/\$$/, '')
  let text = ''
  while (rest !== '') {
    TOKEN.lastIndex = 0
    const [token, escaped, negated, set, group, literal] = TOKEN.exec(rest)
    rest = rest.slice(token.length)
    const one = group === undefined ? character(escaped, negated, set, literal) : matching(group)
    const [quantifier = '', sign, least] = QUANTIFIER.exec(rest) ?? []
    rest = rest.slice(quantifier.length)
    text += one.repeat(sign === '*' || sign === '?' ? 0 : Number(least ?? 1))
  }
  return text
}

function character(escaped, negated, set, literal) {
  if (escaped !== undefined) return CLASSES[escaped] ?? escaped
  if (set === undefined) return literal === '.' ? 'a' : literal
  if (negated !== '') return ['a', '1', '-'].find((one) => !new RegExp(`[${set}]`).test(one)) ?? '_'
  return set[0] === '\\' ? (CLASSES[set[1]] ?? set[1]) : set[0]
}
