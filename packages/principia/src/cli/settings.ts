import type { TSchema } from 'typebox'
import { standardSettings } from '../app/settings.ts'
import { databaseSettings } from '../database/settings.ts'

/** What a setting's row in a help says, by the setting's name: taken from the schemas that check it. */
export function settingRows(): (readonly [name: string, meaning: string])[] {
  const schemas = { ...standardSettings.schema.properties, ...databaseSettings.schema.properties }
  return Object.entries<TSchema>(schemas).map(([name, schema]) => [name, meaningOf(schema)])
}

function meaningOf(schema: TSchema): string {
  const parts = [
    choicesOf(schema),
    'description' in schema ? String(schema.description) : undefined,
    'default' in schema ? `${String(schema.default)} unless set` : undefined,
  ]
  return parts.filter((part) => part !== undefined).join('; ')
}

function choicesOf(schema: TSchema): string | undefined {
  if (!('anyOf' in schema) || !Array.isArray(schema.anyOf)) return undefined
  const choices = schema.anyOf.map(({ const: value }: { const?: unknown }) => String(value))
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}
