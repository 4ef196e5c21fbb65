import { isJsonSchema, propertiesOf, type JsonSchema } from '../validation/index.ts'
import { defineCodec, type Codec } from './codec.ts'
import { compileBranches, isRecord, itemSchema, type Branches } from './schema-shape.ts'
import { readXml } from './xml-nodes.ts'
import { compileXmlReader, readPlainElement } from './xml-read.ts'
import { isXmlName, writeXml } from './xml-write.ts'

/**
 * XML 1.0, read by `fast-xml-parser`. The schema decides what an element means: its list is the element
 * repeated, its numbers and booleans are read from text. A member `@id` is an attribute, `#text` the
 * text of an element that has attributes. Null is `xsi:nil="true"`. The root is called by the schema's
 * title, and by any name on the way in. Not offered for records, whose names need not be XML's.
 */
export const xml: Codec = defineCodec({
  type: 'application/xml',
  accepts: ['text/xml', '+xml'],
  decode: (bytes, limits) => readPlainElement(readXml(bytes, limits)),
  encode: (value) => writeXml(value, 'value'),
  forSchema(schema) {
    if (!isExpressible(schema, compileBranches(schema), new Set())) return undefined
    const read = compileXmlReader(schema)
    const root = rootName(schema)
    return {
      decode: (bytes, limits) => read(readXml(bytes, limits)),
      encode: (value) => writeXml(value, root),
    }
  },
})

function rootName({ title }: JsonSchema): string {
  const name = typeof title === 'string' ? title.replace(/[^\p{L}\p{N}._-]+/gu, '') : ''
  return isXmlName(name) ? name : 'value'
}

/** Whether all names are known beforehand, and are names in XML as well. */
function isExpressible(schema: JsonSchema, branches: Branches, seen: Set<JsonSchema>): boolean {
  if (seen.has(schema)) return true
  seen.add(schema)
  return branches(schema).every((branch) => {
    if (isRecord(branch)) return false
    const item = itemSchema(branch, 0)
    const tuple = Array.isArray(branch.prefixItems) ? branch.prefixItems.filter(isJsonSchema) : []
    return (
      propertiesOf(branch).every(([name]) => name === '#text' || isXmlName(name.replace(/^@/, ''))) &&
      [
        ...propertiesOf(branch).map(([, child]) => child),
        ...tuple,
        ...(item === undefined ? [] : [item]),
      ].every((child) => isExpressible(child, branches, seen))
    )
  })
}
