import type { ErrorObject } from 'ajv/dist/2020.js'
import type { Mistake, Schema } from '../description.ts'
import { step } from './document.ts'
import type { Schemas } from './schemas.ts'
import { createValidator } from './validators.ts'

/** Which way a value goes: members that are `readOnly` need not be in a request, nor `writeOnly` ones in an answer. */
export type Way = 'request' | 'answer'

/** Tells where a value does not fit a schema. */
export type Examine = (schema: Schema, value: unknown, way?: Way) => readonly Mistake[]

export function createExamine(schemas: Schemas): Examine {
  const of = { request: createValidator(schemas, 'readOnly'), answer: createValidator(schemas, 'writeOnly') }
  return (schema, value, way = 'answer') => {
    const validate = of[way](schema)
    try {
      if (validate === undefined || validate(value)) return []
    } catch {
      // It contains itself without end, through `allOf` and the like: nothing can be said against any value.
      return []
    }
    return (validate.errors ?? []).slice(0, MOST_MISTAKES).map((error) => toMistake(error, value))
  }
}

const MOST_MISTAKES = 20

function toMistake(error: ErrorObject, whole: unknown): Mistake {
  const { keyword, instancePath, params, message = 'does not fit' } = error
  const named = params as Readonly<Record<string, unknown>>
  const member = named.missingProperty ?? named.additionalProperty ?? named.unevaluatedProperty
  const pointer = typeof member === 'string' ? step(instancePath, member) : instancePath
  const where = pointer === '' ? 'The value' : `"${pointer}"`
  if (keyword === 'required' || keyword === 'dependentRequired')
    return { pointer, rule: keyword, says: `${where} is missing.` }
  if (typeof member === 'string')
    return { pointer, rule: keyword, says: `${where} is not among the members that are described.` }
  const found = shown(valueAt(whole, instancePath))
  const wanted = keyword === 'enum' ? `must be one of ${shown(named.allowedValues)}` : message
  return { pointer, rule: keyword, says: `${where} ${wanted}; it is ${found}.` }
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const part of pointer.split('/').slice(1))
    at = (at as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  return at
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
