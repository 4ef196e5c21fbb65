import { curl } from './curl.js'
import { copyButton, h, prose } from './dom.js'
import { resolve } from './resolve.js'
import { schemaView } from './schema.js'
import { tryIt } from './try.js'

/** All about one operation. */
export function operationView(operation, api) {
  const { method, path, summary, description, deprecated, parameters, requestBody } = operation
  return [
    h(
      'p',
      { class: 'eyebrow' },
      summary ?? operation.operationId,
      deprecated && h('strong', { class: 's4' }, ' Deprecated'),
    ),
    h(
      'h1',
      { class: 'target' },
      h('span', { class: `method ${method.toLowerCase()}` }, method),
      ' ',
      h('span', { class: 'path' }, ...breakable(path)),
    ),
    description !== undefined && h('p', { class: 'lead' }, prose(description)),
    h('p', {}, accessLine(operation, api)),
    parameters.length > 0 && section('Parameters', parameterList(parameters, api)),
    requestBody !== undefined && section('Body', bodyView(requestBody, api)),
    section('Responses', responseList(operation.responses, api)),
    section('From a shell', code(curl(operation, api, location.origin))),
    section('Try it', tryIt(operation, api)),
  ].filter((part) => part !== false)
}

/** The path, which may be broken after a slash where the line is too short. */
function breakable(path) {
  return path
    .split(/(?<=\/)/)
    .flatMap((part, index) => (index === 0 ? [part] : [document.createElement('wbr'), part]))
}

function section(title, ...content) {
  return h('section', {}, h('h2', {}, title), content)
}

function accessLine(operation, api) {
  const rule = operation['x-access']
  if (rule === undefined) return 'Everybody may call this.'
  const name = Object.keys(operation.security?.[0] ?? {})[0]
  const scheme = api.components.securitySchemes?.[name]
  const how =
    scheme === undefined
      ? undefined
      : scheme.type === 'http'
        ? `HTTP ${scheme.scheme}`
        : `the cookie ${scheme.name}`
  return ['Access: ', h('strong', {}, rule), how === undefined ? '.' : `, shown by ${how}.`]
}

function parameterList(parameters, api) {
  const places = [
    ['path', 'In the path'],
    ['query', 'In the query string'],
    ['header', 'In the headers'],
    ['cookie', 'In cookies'],
  ]
  return places.map(([place, title]) => {
    const here = parameters.filter((parameter) => parameter.in === place)
    if (here.length === 0) return undefined
    // A schema view of them all: the same lines as for a body.
    const schema = {
      type: 'object',
      required: here.filter(({ required }) => required === true).map(({ name }) => name),
      properties: Object.fromEntries(
        here.map(({ name, schema: own, description }) => [
          name,
          description === undefined ? own : { ...own, description },
        ]),
      ),
    }
    const view = schemaView(schema, api)
    view.firstElementChild.replaceChildren(title)
    return view
  })
}

function bodyView({ content }, api) {
  return Object.entries(content).map(([type, { schema }]) => [
    h('p', { class: 'media' }, h('code', {}, type)),
    schema !== undefined && schemaView(schema, api),
  ])
}

function responseList(responses, api) {
  return Object.entries(responses).map(([status, entry]) => {
    const response = resolve(entry, api)
    const content = Object.entries(response.content ?? {})
    const problems = content.flatMap(([, { examples = {} }]) =>
      Object.values(examples).map(({ value }) => value),
    )
    const isSuccess = /^[123]/.test(status)
    return h(
      'details',
      { open: status.startsWith('2') },
      h(
        'summary',
        {},
        h('span', { class: `status s${status[0]}` }, status === 'default' ? 'other' : status),
        ' ',
        prose(response.description),
      ),
      h(
        'div',
        { class: 'response' },
        problems.length > 0 &&
          h(
            'ul',
            { class: 'problems' },
            problems.map(({ type, title }) => h('li', {}, h('a', { href: type }, type), ' ', title)),
          ),
        isSuccess &&
          content.map(([type, { schema }]) => [
            h('p', { class: 'media' }, h('code', {}, type)),
            schema !== undefined && schemaView(schema, api),
          ]),
        !isSuccess && problems.length === 0 && h('p', {}, 'A problem document (RFC 9457).'),
        headers(response, api),
      ),
    )
  })
}

function headers(response, api) {
  const list = Object.entries(response.headers ?? {}).filter(([name]) => name !== 'X-Request-Id')
  if (list.length === 0) return undefined
  return h(
    'ul',
    { class: 'problems' },
    list.map(([name, header]) =>
      h('li', {}, h('code', {}, name), ' ', prose(resolve(header, api)?.description ?? '')),
    ),
  )
}

function code(text) {
  return h(
    'div',
    { class: 'code' },
    h('pre', { tabindex: '0' }, text),
    copyButton(() => text),
  )
}
