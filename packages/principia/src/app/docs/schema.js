import { h, prose } from './dom.js'

/** What a reference leads to; anything else is given back as it is. */
export function resolve(value, api) {
  const ref = value?.$ref
  if (typeof ref !== 'string') return value
  return ref
    .slice(2)
    .split('/')
    .reduce((found, name) => found?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], api)
}

/** A schema as an outline: one line for each member, opened to what it holds. */
export function schemaView(schema, api, seen = []) {
  const { resolved, children, again } = look(schema, api, seen)
  return h(
    'div',
    { class: 'schema' },
    h('p', {}, typeLine(schema, resolved), again && ' (as above)'),
    note(resolved),
    !again && members(children, api, [...seen, resolved]),
  )
}

function members(children, api, seen) {
  if (children.length === 0) return undefined
  return h(
    'ul',
    {},
    children.map(({ name, required, schema }) => {
      const { resolved, children: inner, again } = look(schema, api, seen)
      return h(
        'li',
        {},
        h(
          'p',
          {},
          h('code', { class: 'name' }, name),
          required && h('span', { class: 'required', title: 'required' }, ' required'),
          ' ',
          typeLine(schema, resolved),
          again && ' (as above)',
        ),
        note(resolved),
        !again && members(inner, api, [...seen, resolved]),
      )
    }),
  )
}

function look(schema, api, seen) {
  const resolved = resolve(schema, api) ?? {}
  // What holds the members: the items of a list are shown where the list stands.
  const holder = resolved.type === 'array' && resolved.items ? (resolve(resolved.items, api) ?? {}) : resolved
  const again = seen.includes(resolved) || (holder !== resolved && seen.includes(holder))
  return {
    resolved: holder === resolved ? resolved : { ...resolved, holder },
    children: again ? [] : childrenOf(holder, api),
    again,
  }
}

function childrenOf(schema, api) {
  const required = schema.required ?? []
  const own = Object.entries(schema.properties ?? {}).map(([name, child]) => ({
    name,
    required: required.includes(name),
    schema: child,
  }))
  const parts = (schema.allOf ?? []).flatMap((part) => childrenOf(resolve(part, api) ?? {}, api))
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const choices = branches.map((child, index) => ({
    name: `form ${index + 1}`,
    required: false,
    schema: child,
  }))
  const others =
    typeof schema.additionalProperties === 'object'
      ? [{ name: 'any other name', required: false, schema: schema.additionalProperties }]
      : []
  const patterns = Object.entries(schema.patternProperties ?? {}).map(([pattern, child]) => ({
    name: pattern === '^.*$' ? 'any name' : `/${pattern}/`,
    required: false,
    schema: child,
  }))
  return [...own, ...parts, ...choices, ...others, ...patterns]
}

function typeLine(schema, resolved) {
  return [
    h('span', { class: 'type' }, typeName(schema, resolved)),
    constraints(resolved).map((text) => h('span', { class: 'constraint' }, text)),
  ]
}

function typeName(schema, resolved) {
  if (resolved.type === 'array') {
    const { items = {}, holder } = resolved
    return `list of ${items.$ref?.split('/').at(-1) ?? typeName(items, holder ?? items)}`
  }
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return name
  if (resolved.const !== undefined) return JSON.stringify(resolved.const)
  if (resolved.enum !== undefined) return resolved.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (resolved.anyOf !== undefined || resolved.oneOf !== undefined) return 'one of'
  return [resolved.type ?? (resolved.properties || resolved.allOf ? 'object' : 'anything')].flat().join(' | ')
}

const WORDS = [
  ['format', (value) => value],
  ['minimum', (value) => `at least ${value}`],
  ['exclusiveMinimum', (value) => `more than ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['exclusiveMaximum', (value) => `less than ${value}`],
  ['minLength', (value) => `${value} characters or more`],
  ['maxLength', (value) => `${value} characters at most`],
  ['minItems', (value) => `${value} or more`],
  ['maxItems', (value) => `${value} at most`],
  ['pattern', (value) => `/${value}/`],
  ['default', (value) => `default ${JSON.stringify(value)}`],
]

function constraints(schema) {
  return WORDS.filter(([keyword]) => schema[keyword] !== undefined).map(([keyword, say]) =>
    say(schema[keyword]),
  )
}

function note({ description }) {
  return description === undefined ? undefined : h('p', { class: 'note' }, prose(description))
}
