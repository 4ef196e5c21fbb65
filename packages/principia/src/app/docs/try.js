import { isJson, mainType } from './curl.js'
import { h } from './dom.js'
import { sample } from './sample.js'
import { resolve } from './resolve.js'

/** A form that sends the operation to this very server, with the cookies of this browser, and shows the answer. */
export function tryIt(operation, api) {
  const { method, path, parameters, requestBody, security } = operation
  const scheme = api.components.securitySchemes?.[Object.keys(security?.[0] ?? {})[0]]
  // A page cannot set cookies for one request; the browser sends those that it has.
  const fields = parameters.filter((one) => one.in !== 'cookie').map((parameter) => field(parameter, api))
  const authorization =
    scheme?.type === 'http'
      ? textField('Authorization', scheme.scheme === 'bearer' ? 'Bearer …' : 'Basic …')
      : undefined
  const body = requestBody === undefined ? undefined : bodyField(requestBody, api)
  const answer = h('div', { class: 'answer', role: 'status' })
  const send = h('button', { type: 'submit', class: 'send' }, 'Send')
  const onsubmit = async (event) => {
    event.preventDefault()
    answer.replaceChildren()
    if (!isFilled(fields)) return
    send.disabled = true
    try {
      answer.replaceChildren(...(await exchange({ method, path, fields, authorization, body })))
    } catch (error) {
      answer.replaceChildren(h('p', { class: 's5' }, error.message))
    } finally {
      send.disabled = false
    }
  }
  return h(
    'form',
    { class: 'try', onsubmit },
    fields.map(({ element }) => element),
    authorization?.element,
    body?.element,
    h('p', {}, send),
    answer,
  )
}

/**
 * Whether there is an address to send to: without a part of the path there is none. All else may be left
 * out, to see what the server says to that.
 */
function isFilled(fields) {
  const missing = fields.filter(({ parameter, input }) => parameter.in === 'path' && input.value === '')
  for (const { complain } of missing) complain('It is part of the path: fill it in.')
  missing[0]?.input.focus()
  return missing.length === 0
}

async function exchange({ method, path, fields, authorization, body }) {
  const given = fields.filter(({ input }) => input.value !== '')
  const url = new URL(fillPath(path, given), location.origin)
  const headers = new Headers({ accept: 'application/json, */*;q=0.5' })
  for (const { parameter, input } of given) {
    // A list is written with commas here, and sent as a parameter that occurs several times.
    const values =
      parameter.schema.type === 'array' ? input.value.split(',').map((value) => value.trim()) : [input.value]
    if (parameter.in === 'query') for (const value of values) url.searchParams.append(parameter.name, value)
    if (parameter.in === 'header') headers.set(parameter.name, input.value)
  }
  if (authorization !== undefined && authorization.input.value !== '')
    headers.set('authorization', authorization.input.value)
  if (body !== undefined) headers.set('content-type', body.type)
  const started = performance.now()
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body: body.input.value }),
  })
  const text = await response.text()
  return show(method, url, response, text, performance.now() - started)
}

function fillPath(path, given) {
  return path.replaceAll(/\{([^}]*)\}/g, (_whole, name) => {
    const found = given.find(({ parameter }) => parameter.in === 'path' && parameter.name === name)
    const value = found?.input.value ?? ''
    const segments = found?.parameter['x-slashes'] === true ? value.split('/') : [value]
    return segments.map(encodeURIComponent).join('/')
  })
}

function show(method, url, response, text, milliseconds) {
  if (response.type === 'opaqueredirect') {
    return [
      h(
        'p',
        { class: 'verdict' },
        'A redirect. Browsers do not let a page see where to; use the line for the shell with -i.',
      ),
    ]
  }
  const { status, statusText } = response
  const id = response.headers.get('x-request-id')
  return [
    h(
      'p',
      { class: 'verdict' },
      h('strong', { class: `s${String(status)[0]}` }, `${status} ${statusText}`),
      ` in ${Math.round(milliseconds)} ms`,
      id !== null && [', request ', h('code', {}, id)],
    ),
    h('p', { class: 'media' }, `${method} ${url.pathname}${url.search}`),
    h('pre', { tabindex: '0' }, pretty(text, response.headers.get('content-type')) || 'No body.'),
    h(
      'details',
      {},
      h('summary', {}, 'Headers'),
      h(
        'pre',
        { tabindex: '0' },
        [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'),
      ),
    ),
  ]
}

function pretty(text, type) {
  if (type?.includes('json') !== true) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function field(parameter, api) {
  const schema = resolve(parameter.schema, api) ?? {}
  const { input, element } =
    schema.enum === undefined
      ? textField(parameter.name, hint(parameter.name, schema))
      : choiceField(parameter.name, schema.enum, parameter.required)
  element.firstElementChild.append(
    h('small', {}, ` ${parameter.in}${parameter.required === true ? ', required' : ''}`),
  )
  const complain = (text) => {
    const said = h('small', { class: 'missing', role: 'alert' }, text)
    element.querySelector('.missing')?.remove()
    element.append(said)
    input.setAttribute('aria-invalid', 'true')
    const settle = () => {
      said.remove()
      input.removeAttribute('aria-invalid')
    }
    input.addEventListener('input', settle, { once: true })
  }
  return { parameter: { ...parameter, schema }, input, element, complain }
}

function hint(name, schema) {
  if (/^if-(none-)?match$/i.test(name)) return 'the ETag of what was read, such as "1"'
  if (schema.default !== undefined) return String(schema.default)
  return schema.type === 'array' ? 'one, two, three' : ''
}

function textField(name, placeholder) {
  const input = h('input', { type: 'text', placeholder, autocomplete: 'off', spellcheck: 'false' })
  return { input, element: h('label', {}, h('span', {}, name), input) }
}

function choiceField(name, values, required) {
  const options = values.map((value) => h('option', {}, String(value)))
  const input = h('select', {}, required === true ? [] : h('option', { value: '' }, ''), options)
  return { input, element: h('label', {}, h('span', {}, name), input) }
}

function bodyField({ content }, api) {
  const type = mainType(content)
  const text = isJson(type) ? JSON.stringify(sample(content[type].schema ?? {}, api), null, 2) : ''
  const input = h('textarea', {
    rows: String(Math.min(20, text.split('\n').length + 1)),
    spellcheck: 'false',
  })
  input.value = text
  return { type, input, element: h('label', {}, h('span', {}, 'Body', h('small', {}, ` ${type}`)), input) }
}
