import { compileTextCoercion, isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'
import { Malformed } from './codec.ts'
import {
  compileBranches,
  isList,
  isObject,
  isRequired,
  itemSchema,
  takes,
  type Branches,
} from './schema-shape.ts'
import { NIL } from './xml-write.ts'
import type { XmlNode } from './xml-nodes.ts'

/**
 * Compiles how an element becomes a value under a schema, which alone knows whether `<tag>` once is a list of
 * one, and whether `1` is a number. The other direction is xml-write.ts.
 */
export function compileXmlReader(schema: JsonSchema): (root: XmlNode) => unknown {
  const branches = compileBranches(schema)
  return (root) => readElement(root, schema, branches)
}

/** Without a schema: text is text, and a name that occurs more than once is a list. */
export function readPlainElement(node: XmlNode): unknown {
  return readElement(node, {}, (schema) => [schema])
}

function readElement(node: XmlNode, schema: JsonSchema, branches: Branches): unknown {
  if (node.attributes.get(NIL) === 'true') return null
  const branch = branchFor(node, branches(schema))
  if (branch !== undefined && isList(branch)) {
    refuseText(node)
    return node.children.map((child, index) => readElement(child, itemSchema(branch, index) ?? {}, branches))
  }
  const isText = node.children.length === 0 && membersOf(node).length === 0
  if (branch !== undefined && isObject(branch)) {
    // An object is expected; text in its place is left for validation to refuse.
    const properties = new Map(propertiesOf(branch))
    if (isText && node.text.trim() !== '' && !properties.has(TEXT)) return node.text
    return readMembers(node, branch, properties, branches)
  }
  if (isText) return readText(node.text, schema, branches)
  return readMembers(node, {}, new Map(), branches)
}

/** The member that holds an element's text where it has attributes as well. */
const TEXT = '#text'

function readMembers(
  node: XmlNode,
  schema: JsonSchema,
  properties: ReadonlyMap<string, JsonSchema>,
  branches: Branches,
): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  const others = isJsonSchema(schema.additionalProperties) ? schema.additionalProperties : {}
  for (const [name, text] of membersOf(node)) {
    members[`@${name}`] = readText(text, properties.get(`@${name}`) ?? others, branches)
  }
  for (const [name, nodes] of Map.groupBy(node.children, (child) => child.name)) {
    members[name] = readMember(nodes, properties.get(name) ?? others, branches)
  }
  const text = properties.get(TEXT)
  if (text !== undefined) members[TEXT] = readText(node.text, text, branches)
  else refuseText(node)
  // An empty list leaves no trace; where there has to be a list, it was that one.
  for (const [name, property] of properties) {
    if (members[name] === undefined && isRequired(schema, name) && branches(property).some(isList))
      members[name] = []
  }
  return members
}

function readMember(nodes: readonly XmlNode[], schema: JsonSchema, branches: Branches): unknown {
  const [first, ...more] = nodes
  if (first === undefined) return undefined
  const list = branches(schema).find(isList)
  const isNull = more.length === 0 && first.attributes.get(NIL) === 'true'
  if (list !== undefined && !(isNull && branches(schema).some((branch) => takes(branch, 'null')))) {
    return nodes.map((node, index) => readElement(node, itemSchema(list, index) ?? {}, branches))
  }
  if (more.length === 0) return readElement(first, schema, branches)
  return nodes.map((node) => readElement(node, schema, branches))
}

function readText(text: string, schema: JsonSchema, branches: Branches): unknown {
  const all = branches(schema)
  const coerce = compileTextCoercion(all.length === 1 ? (all[0] as JsonSchema) : { anyOf: all })
  if (coerce === undefined) return text
  const coerced = coerce(text.trim())
  return typeof coerced === 'string' ? text : coerced
}

/**
 * Of a union's branches the one that an element is meant for, by the names of its members and by constants
 * among them. Nothing further down is looked at, or the work would double with each level.
 */
function branchFor(node: XmlNode, branches: readonly JsonSchema[]): JsonSchema | undefined {
  if (branches.length === 1) return branches[0]
  const names = new Set([
    ...node.children.map(({ name }) => name),
    ...membersOf(node).map(([name]) => `@${name}`),
  ])
  const objects = branches.filter(isObject)
  const fitting = objects.find((branch) =>
    propertiesOf(branch).every(([name, property]) => {
      if (!names.has(name)) return !isRequired(branch, name) || isList(property)
      const text = node.children.find((child) => child.name === name)?.text
      return !('const' in property) || text === undefined || String(property.const) === text.trim()
    }),
  )
  if (names.size > 0) return fitting ?? branches.find(isList) ?? objects[0]
  return branches.every((branch) => isObject(branch) || isList(branch)) ? (fitting ?? branches[0]) : undefined
}

/** Attributes that are data; those of XML itself and of its schemas are about the document. */
function membersOf({ attributes }: XmlNode): [string, string][] {
  return [...attributes].filter(([name]) => name !== 'xmlns' && !/^(?:xmlns|xml|xsi):/.test(name))
}

function refuseText({ text }: XmlNode): void {
  if (text.trim() !== '') throw new Malformed('an element has text beside its elements')
}
