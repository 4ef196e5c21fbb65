import { h, prose } from './dom.js'
import { formsOf, onlyForm, typeName } from './type-name.js'

/** A schema as an outline: one line for each member, opened to what it holds. */
export function schemaView(schema, api, seen = []) {
  const { resolved, children, again } = look(schema, api, seen)
  return h(
    'div',
    { class: 'schema' },
    h('p', {}, typeLine(schema, resolved, api), again && ' (as above)'),
    note(schema, resolved),
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
          typeLine(schema, resolved, api),
          again && ' (as above)',
        ),
        note(schema, resolved),
        !again && members(inner, api, [...seen, resolved]),
      )
    }),
  )
}

function look(schema, api, seen) {
  const resolved = onlyForm(schema, api)
  // What holds the members: the items of a list are shown where the list stands.
  const holder = resolved.type === 'array' && resolved.items ? onlyForm(resolved.items, api) : resolved
  const again = seen.includes(resolved) || seen.includes(holder)
  return { resolved, children: again ? [] : childrenOf(holder, api), again }
}

function childrenOf(schema, api) {
  const required = schema.required ?? []
  const own = Object.entries(schema.properties ?? {}).map(([name, child]) => ({
    name,
    required: required.includes(name),
    schema: child,
  }))
  const parts = (schema.allOf ?? []).flatMap((part) => childrenOf(onlyForm(part, api), api))
  const choices = formsOf(schema).map((child, index) => ({
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

function typeLine(schema, resolved, api) {
  return [
    h('span', { class: 'type' }, typeName(schema, api)),
    constraints({ ...schema, ...resolved }).map((text) => h('span', { class: 'constraint' }, text)),
  ]
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

/** What is said of this place stands before what is said of the schema wherever it is used. */
function note(schema, resolved) {
  const description = schema.description ?? resolved.description
  return description === undefined ? undefined : h('p', { class: 'note' }, prose(description))
}
