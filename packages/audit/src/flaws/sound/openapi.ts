import type { Endpoint, ParameterSpec, Place } from './endpoint.ts'
import { reference, SCHEMAS } from './schemas.ts'

/** An object of an OpenAPI document. */
type Part = Record<string, unknown>

/** The OpenAPI 3.1 document of places: what they do is read from the very values that do it. */
export function describe(places: readonly Place[]): Part {
  return {
    openapi: '3.1.0',
    info: { title: 'Sound', version: '1.0.0', description: 'A small backend that keeps every claim.' },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(places.map((place) => [place.pattern, pathItem(place)])),
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
      },
      responses: Object.fromEntries(
        Object.entries(FAILURES).map(([name, { description, headers }]) => [
          name,
          failure(description, headers),
        ]),
      ),
    },
    security: [],
  }
}

function pathItem({ parameters = {}, methods }: Place): Part {
  const operations = Object.entries(methods).map(([method, endpoint]) => [
    method.toLowerCase(),
    operation(method, endpoint, Object.keys(parameters).length > 0),
  ])
  return {
    ...(Object.keys(parameters).length > 0 && {
      parameters: Object.entries(parameters).map(([name, spec]) => parameter(name, 'path', spec)),
    }),
    ...Object.fromEntries(operations),
  }
}

function operation(method: string, endpoint: Endpoint, selects: boolean): Part {
  const { id, summary, access, query = {}, fields = {}, takes } = endpoint
  const parameters = [
    ...Object.entries(query).map(([name, spec]) => parameter(name, 'query', spec)),
    ...Object.entries(fields).map(([name, spec]) => parameter(name, 'header', spec)),
  ]
  return {
    operationId: id,
    summary,
    ...(access === 'token' && { security: [{ token: [] }] }),
    ...(access === 'token or cookie' && { security: [{ token: [] }, { session: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(takes && {
      requestBody: {
        required: true,
        content: contentOf(takes.types, {
          schema: reference(takes.schema),
          ...(takes.example !== undefined && { example: takes.example }),
        }),
      },
    }),
    responses: responsesOf(method, endpoint, selects),
  }
}

function parameter(
  name: string,
  within: 'path' | 'query' | 'header',
  { schema, description, example }: ParameterSpec,
): Part {
  return {
    name,
    in: within,
    required: within === 'path',
    schema,
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
  }
}

/** Every answer that can be had, whichever way it is asked for. */
function responsesOf(method: string, endpoint: Endpoint, selects: boolean): Part {
  const { gives, fails = {} } = endpoint
  const schema = gives.schema === undefined ? { type: 'string' } : reference(gives.schema)
  const success = {
    description: gives.description,
    ...(gives.headers && { headers: headersOf(gives.headers) }),
    ...(gives.types.length > 0 && {
      content: contentOf(gives.types, {
        schema:
          gives.types[0] === 'application/json' && gives.schema === undefined ? { type: 'object' } : schema,
      }),
    }),
  }
  const tagged = gives.headers?.['ETag'] !== undefined || endpoint.access !== undefined
  const own = Object.entries(fails).map(([status, description]) => [status, failure(description)])
  return {
    [gives.status]: success,
    ...(method === 'GET' && { 304: { description: 'It is what you have.' } }),
    ...(endpoint.ranges === true && {
      206: { description: 'The bytes that were asked for.', content: { '*/*': {} } },
    }),
    ...common(method, endpoint, selects, tagged),
    ...Object.fromEntries(own),
    default: { $ref: '#/components/responses/Failed' },
  }
}

const FAILURES: Record<string, { readonly description: string; readonly headers?: Record<string, string> }> =
  {
    Failed: { description: 'Any other failure.' },
    BadRequest: { description: 'The request is not well formed.' },
    Unauthorized: {
      description: 'Nobody is known by these credentials.',
      headers: { 'WWW-Authenticate': 'What is taken.' },
    },
    NotFound: { description: 'It is not there.' },
    NotAcceptable: { description: 'Nothing that there is is acceptable.' },
    PreconditionFailed: { description: 'It is another version than the one that was named.' },
    ContentTooLarge: { description: 'The content is too large.' },
    UnsupportedMediaType: {
      description: 'The content is of a type or coding that is not taken.',
      headers: { Accept: 'What is taken.' },
    },
    UnprocessableContent: { description: 'Values do not fit; each is listed.' },
    TooManyRequests: { description: 'The limit is used up.', headers: { 'Retry-After': 'Seconds to wait.' } },
  }

function common(method: string, endpoint: Endpoint, selects: boolean, tagged: boolean): Part {
  const takes = endpoint.takes !== undefined
  const reads = method === 'GET'
  const checked = takes || endpoint.query !== undefined || selects
  const fails: [number, string, boolean][] = [
    [400, 'BadRequest', true],
    [401, 'Unauthorized', endpoint.access !== undefined],
    [404, 'NotFound', selects],
    [406, 'NotAcceptable', endpoint.gives.types.length > 0 || reads],
    [412, 'PreconditionFailed', reads || tagged],
    [413, 'ContentTooLarge', takes],
    [415, 'UnsupportedMediaType', takes],
    [422, 'UnprocessableContent', checked],
    [429, 'TooManyRequests', endpoint.limited === true],
  ]
  return Object.fromEntries(
    fails
      .filter(([, , happens]) => happens)
      .map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
  )
}

function failure(description: string, headers?: Readonly<Record<string, string>>): Part {
  return {
    description,
    ...(headers && { headers: headersOf(headers) }),
    content: { 'application/problem+json': { schema: reference('Problem') } },
  }
}

function headersOf(headers: Readonly<Record<string, string>>): Part {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )
}

function contentOf(types: readonly string[], media: Part): Part {
  return Object.fromEntries(
    types.map((type) => [type, type.includes('json') ? media : { schema: { type: 'string' } }]),
  )
}
