import { problems } from '../errors/index.ts'
import { isBodyForm, parseQuery, type BodyForm, type RouteSpec } from '../routing/index.ts'
import {
  compileCoercion,
  compileSchema,
  escapePointer,
  isStandardSchema,
  MAX_FAILURES,
  propertiesOf,
  type Failure,
  type JsonSchema,
  type Schema,
} from '../validation/index.ts'
import type { RequestContext } from './context.ts'
import { missingFiles, type Upload } from './receive-multipart.ts'

/**
 * Validates every part of a request that the route declares and puts the results on the context; the
 * body's decoded value is there already. All parts are looked at before anything is refused, so
 * one answer lists every failure.
 */
export type ValidateParts = (
  context: RequestContext,
  params: Readonly<Record<string, string>>,
  query: string,
) => Promise<void> | undefined

type PartName = 'params' | 'query' | 'headers' | 'cookies' | 'body'
type PartSource = (
  context: RequestContext,
  params: Readonly<Record<string, string>>,
  query: string,
  failures: Failure[],
) => unknown

interface Part {
  readonly name: PartName
  readonly read: PartSource
  readonly validate: (value: unknown, failures: Failure[]) => unknown
}

export function compileParts(spec: RouteSpec): ValidateParts {
  const parts: Part[] = [
    ...textPart('params', 'path', spec.params, (_context, params) => ({ ...params })),
    ...textPart('query', 'query', spec.query, (_context, _params, query) => decodeQuery(query)),
    ...textPart('headers', 'headers', spec.headers, (context) =>
      pickNamed(spec.headers, context.request.headers),
    ),
    ...textPart('cookies', 'cookies', spec.cookies, (context) =>
      pickNamed(spec.cookies, context.cookieValues),
    ),
    ...(isBodyForm(spec.body) ? formPart(spec.body) : bodyPart(spec.body)),
  ]
  const keepsParams = spec.params === undefined
  return (context, params, query) => {
    if (keepsParams) context.params = params
    if (parts.length === 0) return undefined
    const failures: Failure[] = []
    let pending: Promise<void>[] | undefined
    for (const { name, read, validate } of parts) {
      const value = read(context, params, query, failures)
      const result = value === REJECTED ? undefined : validate(value, failures)
      if (result instanceof Promise) {
        const settling = result.then((settled) => void (context[name] = settled))
        // A later part may be refused before this one has settled; then nobody waits for it.
        settling.catch(() => undefined)
        ;(pending ??= []).push(settling)
      } else context[name] = result
    }
    if (pending !== undefined) {
      return Promise.all(pending).then(() => conclude(context, failures))
    }
    conclude(context, failures)
    return undefined
  }
}

function conclude(context: RequestContext, failures: readonly Failure[]): void {
  context.stage('validate')
  if (failures.length === 0) return
  // Records are kept by the thousand, and a stranger chooses how long the name of a field is.
  context.trace.failures = failures.slice(0, RECORDED_FAILURES).map(({ in: part, pointer, message }) => ({
    pointer: `${part}${pointer}`.slice(0, RECORDED_LENGTH),
    message,
  }))
  const errors = failures.slice(0, MAX_FAILURES)
  throw problems.validationFailed(
    errors.length === 1 ? 'One value is not valid.' : `${errors.length} values are not valid.`,
    { members: { errors } },
  )
}

const RECORDED_FAILURES = 20
const RECORDED_LENGTH = 200

/** Stands for a part that was refused while it was read, so that it is not validated as well. */
const REJECTED = Symbol('rejected')

function textPart(
  name: Exclude<PartName, 'body'>,
  location: string,
  schema: Schema | undefined,
  read: PartSource,
): Part[] {
  if (schema === undefined) return []
  const open = name === 'headers' || name === 'cookies'
  const validate = compileSchema(schema, location, { open })
  if (isStandardSchema(schema)) return [{ name, read, validate }]
  const coerce = compileCoercion(schema as JsonSchema)
  const lists = listNames(schema as JsonSchema)
  return [
    {
      name,
      validate,
      read(context, params, query, failures) {
        const values = read(context, params, query, failures) as Record<string, string | string[]>
        const before = failures.length
        for (const key in values) {
          if (Array.isArray(values[key]) && !lists.has(key)) {
            failures.push({
              in: location,
              pointer: `/${escapePointer(key)}`,
              message: 'is given more than once',
            })
          }
        }
        return failures.length > before ? REJECTED : coerce(values)
      },
    },
  ]
}

function bodyPart(schema: Schema | undefined): Part[] {
  if (schema === undefined) return []
  const validate = compileSchema(schema, 'body')
  return [
    {
      name: 'body',
      validate,
      read(context, _params, _query, failures) {
        if (context.body !== undefined) return context.body
        failures.push({ in: 'body', pointer: '', message: 'is required' })
        return REJECTED
      },
    },
  ]
}

/** Of the forms only the one with fields has something to validate once it has been received. */
function formPart({ multipart: rules }: BodyForm): Part[] {
  if (rules === undefined) return []
  const { fields: schema } = rules
  const validate = schema === undefined ? () => ({}) : compileSchema(schema, 'body')
  const coerce =
    schema === undefined || isStandardSchema(schema) ? undefined : compileCoercion(schema as JsonSchema)
  return [
    {
      name: 'body',
      read(context, _params, _query, failures) {
        const upload = context.body as Upload
        failures.push(...missingFiles(rules, upload))
        return upload
      },
      validate(value, failures) {
        const upload = value as Upload
        const given = upload.fields as Record<string, string | string[]>
        const fields = validate(coerce === undefined ? given : coerce(given), failures)
        if (!(fields instanceof Promise)) {
          upload.fields = fields
          return upload
        }
        return fields.then((settled) => {
          upload.fields = settled
          return upload
        })
      },
    },
  ]
}

function decodeQuery(query: string): Record<string, string | string[]> {
  const values = parseQuery(query)
  if (values === undefined)
    throw problems.badRequest('The query string is not validly encoded, or has too many parameters.')
  return values
}

/** Only the names that the schema declares: a request always carries headers that nobody asked for. */
function pickNamed(schema: Schema | undefined, values: Record<string, unknown>): Record<string, unknown> {
  if (schema === undefined || isStandardSchema(schema)) return { ...values }
  const picked: Record<string, unknown> = {}
  for (const [name] of propertiesOf(schema as JsonSchema)) {
    if (Object.hasOwn(values, name)) picked[name] = values[name]
  }
  return picked
}

function listNames(schema: JsonSchema): Set<string> {
  return new Set(
    propertiesOf(schema).flatMap(([name, property]) => (property.type === 'array' ? [name] : [])),
  )
}
