import { step } from '../openapi/document.ts'
import { didYouMean } from '../../nearest.ts'

/** Is told what is wrong, and what to do. */
export type Report = (pointer: string, says: string) => void

/** What a value has to be; tells what is wrong with one. */
export interface Shape {
  (value: unknown, pointer: string, report: Report): void
  /** As far as a JSON Schema can say it, for editors; they see placeholders where others see what these stand for. */
  readonly schema: Schema
}

type Schema = Readonly<Record<string, unknown>>

export function shaped(
  schema: Schema,
  check: (value: unknown, pointer: string, report: Report) => void,
): Shape {
  return Object.assign(check, { schema })
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** @param what completes "give …": `a text` */
export function is(what: string, schema: Schema, holds: (value: unknown) => boolean): Shape {
  return shaped(schema, (value, pointer, report) => {
    if (!holds(value)) report(pointer, `give ${what} instead of ${shown(value)}`)
  })
}

export const anything = shaped({}, () => undefined)
export const flag = is('true or false', { type: 'boolean' }, (value) => typeof value === 'boolean')
export const text = is(
  'a text',
  { type: 'string', minLength: 1 },
  (value) => typeof value === 'string' && value !== '',
)
export const path = is(
  'a path that begins with a slash, such as "/notes",',
  { type: 'string', pattern: '^(/|\\{\\{)' },
  (value) => typeof value === 'string' && /^\/(?!\/)[^\s#]*$/.test(value),
)
export const address = is(
  'a path such as "/ready", or an address such as "http://localhost:9090/ready",',
  { type: 'string', pattern: '^(/|https?://|\\{\\{)' },
  (value) => typeof value === 'string' && (/^\/(?!\/)\S*$/.test(value) || /^https?:\/\/\S+$/i.test(value)),
)
export const jsonPointer = is(
  'a JSON Pointer such as "/data/token"',
  { type: 'string', pattern: '^(/|\\{\\{)' },
  (value) => typeof value === 'string' && /^(?:\/.*)+$/s.test(value),
)
export const port = is(
  'a port from 1 to 65535',
  { type: 'integer', minimum: 1, maximum: 65_535 },
  (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536,
)
export const milliseconds = is(
  'a number of milliseconds from 1 on',
  { type: 'number', minimum: 1 },
  (value) => typeof value === 'number' && value >= 1,
)

export function oneOf(values: readonly string[]): Shape {
  return shaped({ enum: values }, (value, pointer, report) => {
    if (typeof value === 'string' && values.includes(value)) return
    const meant = typeof value === 'string' ? didYouMean(value, values) : ''
    report(
      pointer,
      `give one of ${values.join(', ')} instead of ${shown(value)}${meant === '' ? '' : `.${meant}`}`,
    )
  })
}

export function listOf(shape: Shape): Shape {
  return shaped({ type: 'array', items: shape.schema }, (value, pointer, report) => {
    if (!Array.isArray(value)) return report(pointer, `give a list instead of ${shown(value)}`)
    for (const [index, each] of value.entries()) shape(each, step(pointer, index), report)
  })
}

/** An object with any names, the values all alike. */
export function mapOf(shape: Shape): Shape {
  return shaped({ type: 'object', additionalProperties: shape.schema }, (value, pointer, report) => {
    if (!isPlain(value)) return report(pointer, `give an object instead of ${shown(value)}`)
    for (const [name, each] of Object.entries(value)) shape(each, step(pointer, name), report)
  })
}

/** An object with these members and no others. */
export function objectOf(members: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  // `$schema` is for editors.
  const names = Object.keys(members).filter((name) => !name.startsWith('$'))
  const schema = {
    type: 'object',
    properties: Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, shape.schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
  return shaped(schema, (value, pointer, report) => {
    if (!isPlain(value))
      return report(pointer, `give an object with ${names.join(', ')} instead of ${shown(value)}`)
    for (const name of required)
      if (value[name] === undefined)
        report(step(pointer, name), 'it is missing, and there is no other way to know it')
    for (const [name, each] of Object.entries(value)) {
      const shape = Object.hasOwn(members, name) ? members[name] : undefined
      if (shape === undefined)
        report(
          step(pointer, name),
          `there is no such member.${didYouMean(name, names)} There are ${names.join(', ')}`,
        )
      else if (each !== undefined) shape(each, step(pointer, name), report)
    }
  })
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
