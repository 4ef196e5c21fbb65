import type { Content, DescribedAnswer, Operation, Parameter } from '../description.ts'
import { isObject, kindOf, membersOf, step, type OpenApi, type Place } from './document.ts'
import type { Schemas } from './schemas.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Reads the operations of a document; what breaks the specification on the way becomes a fault. */
export function readOperations(
  api: OpenApi,
  schemas: Schemas,
  baseOf: (servers: unknown) => string | undefined,
): Operation[] {
  const { root, fault } = api
  const ids = new Map<string, string>()
  const operations: Operation[] = []
  for (const [path, raw] of membersOf(root.paths)) {
    const pointer = step('#/paths', path)
    if (path.startsWith('x-')) continue
    if (!path.startsWith('/')) fault(pointer, `a path begins with a slash, but this is "${path}"`)
    const item = api.follow(raw, pointer, 'a path item')
    if (item === undefined) continue
    const shared = readParameters(api, schemas, item.value.parameters, step(item.pointer, 'parameters'))
    for (const method of METHODS) {
      if (item.value[method] === undefined) continue
      const at = step(item.pointer, method)
      const place = asObject(api, item.value[method], at)
      if (place === undefined) continue
      const { operationId, servers } = place.value
      const base = baseOf(servers ?? item.value.servers ?? root.servers) ?? ''
      if (typeof operationId === 'string') {
        const before = ids.get(operationId)
        if (before !== undefined) fault(step(at, 'operationId'), `"${operationId}" is also that of ${before}`)
        ids.set(operationId, at)
      }
      operations.push(readOperation(api, schemas, place, { method, path, base, shared }))
    }
  }
  return operations
}

interface Around {
  readonly method: string
  readonly path: string
  readonly base: string
  readonly shared: readonly Parameter[]
}

function readOperation(api: OpenApi, schemas: Schemas, { value, pointer }: Place, around: Around): Operation {
  const { method, path, base, shared } = around
  const own = readParameters(api, schemas, value.parameters, step(pointer, 'parameters'))
  const parameters = [
    ...shared.filter((each) => !own.some((one) => one.name === each.name && one.in === each.in)),
    ...own,
  ]
  checkTemplate(api, path, parameters, pointer)
  return {
    method: method.toUpperCase(),
    path: `${base}${path}`,
    id: typeof value.operationId === 'string' ? value.operationId : undefined,
    parameters,
    body: readBody(api, schemas, value.requestBody, step(pointer, 'requestBody')),
    answers: readAnswers(api, schemas, value.responses, step(pointer, 'responses')),
    secured: isSecured(value.security ?? api.root.security),
    deprecated: value.deprecated === true,
  }
}

/** Each `{name}` of a path has its parameter, and the other way round (OpenAPI 3.1.1 section 4.8.12.1). */
function checkTemplate(api: OpenApi, path: string, parameters: readonly Parameter[], pointer: string): void {
  const named = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name as string)
  const declared = parameters.filter((each) => each.in === 'path').map(({ name }) => name)
  for (const name of named)
    if (!declared.includes(name)) api.fault(pointer, `its path has {${name}}, which no parameter describes`)
  for (const name of declared)
    if (!named.includes(name))
      api.fault(pointer, `its parameter "${name}" does not stand in the path ${path}`)
}

const PLACES = ['path', 'query', 'header', 'cookie'] as const
/** Header parameters of these names are ignored (OpenAPI 3.1.1 section 4.8.12.2). */
const IGNORED = new Set(['accept', 'content-type', 'authorization'])

function readParameters(api: OpenApi, schemas: Schemas, raw: unknown, pointer: string): Parameter[] {
  if (raw === undefined) return []
  if (!Array.isArray(raw)) {
    api.fault(pointer, `parameters are a list, but this is ${kindOf(raw)}`)
    return []
  }
  const found: Parameter[] = []
  for (const [index, each] of raw.entries()) {
    const at = step(pointer, index)
    const place = api.follow(each, at, 'a parameter')
    const parameter = place === undefined ? undefined : readParameter(api, schemas, place)
    if (parameter === undefined) continue
    if (found.some((one) => one.name === parameter.name && one.in === parameter.in))
      api.fault(at, `the ${parameter.in} parameter "${parameter.name}" is there twice`)
    else found.push(parameter)
  }
  return found.filter((each) => each.in !== 'header' || !IGNORED.has(each.name.toLowerCase()))
}

function readParameter(api: OpenApi, schemas: Schemas, { value, pointer }: Place): Parameter | undefined {
  const { name } = value
  const where = PLACES.find((each) => each === value.in)
  if (typeof name !== 'string' || where === undefined) {
    api.fault(pointer, `a parameter has a name and is in one of ${PLACES.join(', ')}`)
    return undefined
  }
  if (where === 'path' && value.required !== true)
    api.fault(pointer, `the path parameter "${name}" does not say "required: true"`)
  if ((value.schema === undefined) === (value.content === undefined))
    api.fault(pointer, `the parameter "${name}" has either a schema or content`)
  const [[type, media] = []] = membersOf(value.content)
  const content =
    media === undefined
      ? undefined
      : readContent(api, schemas, media, step(step(pointer, 'content'), type ?? ''))
  const schema =
    value.schema === undefined ? content?.schema : schemas.of(value.schema, step(pointer, 'schema'))
  const simple = where === 'path' || where === 'header'
  const style = typeof value.style === 'string' ? value.style : simple ? 'simple' : 'form'
  const example = exampleIn(api, value, pointer) ?? content?.example
  return {
    name,
    in: where,
    required: where === 'path' || value.required === true,
    schema: schema ?? true,
    ...(example === undefined ? {} : { example }),
    style: content === undefined ? style : 'json',
    explode: typeof value.explode === 'boolean' ? value.explode : style === 'form',
  }
}

function readBody(api: OpenApi, schemas: Schemas, raw: unknown, pointer: string): Operation['body'] {
  if (raw === undefined) return undefined
  const place = api.follow(raw, pointer, 'a request body')
  if (place === undefined) return { required: false, content: {} }
  if (!isObject(place.value.content)) api.fault(place.pointer, 'a request body has content')
  return {
    required: place.value.required === true,
    content: readContents(api, schemas, place),
  }
}

function readAnswers(
  api: OpenApi,
  schemas: Schemas,
  raw: unknown,
  pointer: string,
): Readonly<Record<string, DescribedAnswer>> {
  if (raw === undefined) {
    // In OpenAPI 3.1 they may be left out.
    if (api.old) api.fault(pointer, 'an operation has responses')
    return {}
  }
  if (!isObject(raw) || !Object.keys(raw).some((status) => !status.startsWith('x-')))
    api.fault(pointer, 'responses are an object with at least one of them')
  return Object.fromEntries(
    membersOf(raw)
      .filter(([status]) => !status.startsWith('x-'))
      .flatMap(([status, each]) => {
        const at = step(pointer, status)
        if (!/^(?:[1-5]\d\d|[1-5]XX|default)$/.test(status))
          api.fault(at, `"${status}" is neither a status, a range such as 4XX, nor "default"`)
        const place = api.follow(each, at, 'a response')
        if (place === undefined) return []
        if (typeof place.value.description !== 'string')
          api.fault(place.pointer, 'a response has a description')
        const headers = membersOf(place.value.headers).map(([name]) => name)
        return [[status, { headers, content: readContents(api, schemas, place) }]]
      }),
  )
}

function readContents(
  api: OpenApi,
  schemas: Schemas,
  { value, pointer }: Place,
): Readonly<Record<string, Content>> {
  const at = step(pointer, 'content')
  return Object.fromEntries(
    membersOf(value.content).map(([type, media]) => [type, readContent(api, schemas, media, step(at, type))]),
  )
}

function readContent(api: OpenApi, schemas: Schemas, raw: unknown, pointer: string): Content {
  const place = asObject(api, raw, pointer)
  if (place === undefined) return { schema: undefined }
  const { schema } = place.value
  const example = exampleIn(api, place.value, pointer)
  const word = place.value.itemSchema === undefined ? 'x-item-schema' : 'itemSchema'
  const item = place.value[word]
  return {
    schema: schema === undefined ? undefined : schemas.of(schema, step(pointer, 'schema')),
    ...(!isObject(item) ? {} : { item: schemas.of(item, step(pointer, word)) }),
    ...(example === undefined ? {} : { example }),
  }
}

/** `example`, or the first of `examples` that has a value. */
function exampleIn(api: OpenApi, value: Place['value'], pointer: string): unknown {
  if (value.example !== undefined) return value.example
  for (const [name, raw] of membersOf(value.examples)) {
    const example = api.follow(raw, step(step(pointer, 'examples'), name), 'an example')
    if (example?.value.value !== undefined) return example.value.value
  }
  return undefined
}

/** One has to be somebody where there are schemes, and none of the alternatives is to be nobody (`{}`). */
function isSecured(security: unknown): boolean {
  return (
    Array.isArray(security) &&
    security.length > 0 &&
    security.every((each) => Object.keys((each ?? {}) as object).length > 0)
  )
}

function asObject(api: OpenApi, value: unknown, pointer: string): Place | undefined {
  if (isObject(value)) return { value, pointer }
  api.fault(pointer, `an object was expected, but this is ${kindOf(value)}`)
  return undefined
}
