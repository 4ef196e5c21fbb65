// The JSON Schema of the auditor's configuration: what it checks itself, with the comments of the types as descriptions.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { configShape } from '../packages/audit/src/target/config-file/config-shape.ts'

const TYPES = join(import.meta.dirname, '../packages/audit/src/target/config.ts')

/** What packages/audit/config.schema.json is. */
export function configSchema(): string {
  const types = readTypes(readFileSync(TYPES, 'utf8'))
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of principia-audit',
    ...described(configShape.schema, 'AuditConfig', types),
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

type Schema = Readonly<Record<string, unknown>>

interface Type {
  readonly says: string | undefined
  readonly members: ReadonlyMap<string, { readonly says: string | undefined; readonly type: string }>
}

function described(schema: Schema, name: string, types: ReadonlyMap<string, Type>): Schema {
  const type = types.get(name)
  if (type === undefined) throw new Error(`${TYPES} has no interface ${name}.`)
  const properties = Object.entries(schema['properties'] as Readonly<Record<string, Schema>>).map(
    ([member, value]) => {
      const known = type.members.get(member)
      if (known === undefined) throw new Error(`${TYPES}: ${name} has no ${member}.`)
      const inner = /\b\w+Config\b/.exec(known.type)?.[0]
      const description = known.says ?? (inner === undefined ? undefined : types.get(inner)?.says)
      const full =
        inner === undefined
          ? value
          : 'items' in value
            ? { ...value, items: described(value['items'] as Schema, inner, types) }
            : described(value, inner, types)
      return [member, { ...full, ...(description === undefined ? {} : { description }) }]
    },
  )
  return {
    ...schema,
    properties: Object.fromEntries(properties) as Schema,
    ...(type.says === undefined ? {} : { description: type.says }),
  }
}

/** The interfaces of a file, each with its members and what their comments say. */
function readTypes(source: string): Map<string, Type> {
  const interfaces = source.matchAll(/^(\/\*\*[^]*?\*\/\n)?export interface (\w+) \{\n([^]*?)^\}/gm)
  return new Map(
    [...interfaces].map(([, comment, name = '', body = '']) => [
      name,
      {
        says: wordsOf(comment),
        members: new Map(
          [...body.matchAll(/^( {2}\/\*\*[^]*?\*\/\n)? {2}readonly ([$\w]+)\??: (.*)/gm)].map(
            ([, says, member = '', type = '']) => [member, { says: wordsOf(says), type }],
          ),
        ),
      },
    ]),
  )
}

function wordsOf(comment: string | undefined): string | undefined {
  return comment
    ?.replace(/^\s*\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .replaceAll(/^\s*\* ?/gm, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
}
