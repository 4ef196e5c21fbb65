import { resolve } from './resolve.js'

/** A schema's type in words: `string or null`, `list of Note`. A schema with a name is called by it. */
export function typeName(schema, api) {
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return name
  const resolved = resolve(schema, api) ?? {}
  const forms = formsOf(resolved)
  if (forms.length === 1) return `${typeName(forms[0], api)}${allowsNull(resolved) ? ' or null' : ''}`
  if (forms.length > 1) return allowsNull(resolved) ? 'null, or one of' : 'one of'
  if (resolved.type === 'array') return `list of ${typeName(resolved.items ?? {}, api)}`
  if (resolved.const !== undefined) return JSON.stringify(resolved.const)
  if (resolved.enum !== undefined) return resolved.enum.map((value) => JSON.stringify(value)).join(' | ')
  return [resolved.type ?? (resolved.properties || resolved.allOf ? 'object' : 'anything')]
    .flat()
    .join(' or ')
}

/** The forms among which a value may choose. That it may be null is none of them: the type's name says it. */
export function formsOf(schema) {
  return branchesOf(schema).filter(({ type }) => type !== 'null')
}

/** What there is to say of a schema is said by its only form, where it has one; two forms need an outline. */
export function onlyForm(schema, api) {
  const resolved = resolve(schema, api) ?? {}
  const forms = formsOf(resolved)
  return forms.length === 1 ? onlyForm(forms[0], api) : resolved
}

function allowsNull(schema) {
  return branchesOf(schema).some(({ type }) => type === 'null')
}

function branchesOf(schema) {
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
}
