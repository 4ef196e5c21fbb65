import { sample } from './sample.js'
import { resolve } from './resolve.js'

/**
 * The operation as a line for the shell. What its description gives no value for is a variable of the
 * shell, named after the parameter: `$CONCEPT`. So the line can be run as it is, once they are set.
 */
export function curl({ method, path, parameters, requestBody, responses, security }, api, origin) {
  const scheme = api.components?.securitySchemes?.[Object.keys(security?.[0] ?? {})[0]]
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${origin}${address(path, parameters, api)}"`,
    ...(scheme?.scheme === 'bearer' ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(scheme?.scheme === 'basic' ? ["-u 'name:password'"] : []),
    ...(scheme?.type === 'apiKey' ? [`-b "${scheme.name}=$COOKIE"`] : []),
    ...parameters
      .filter((one) => isNeeded(one, responses))
      .map((one) => `-H "${headerName(one.name)}: ${valueOf(one, api, inQuotes)}"`),
    ...(requestBody === undefined ? [] : bodyOptions(requestBody, api)),
  ]
  return lines.join(' \\\n  ')
}

function address(path, parameters, api) {
  const filled = path.replaceAll(/\{([^}]*)\}/g, (_whole, name) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name) ?? { name }
    return valueOf(parameter, api, encodeURIComponent)
  })
  const query = parameters
    .filter((one) => one.in === 'query' && one.required === true)
    .map((one) => `${encodeURIComponent(one.name)}=${valueOf(one, api, encodeURIComponent)}`)
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`
}

/** A header that is required; or a condition, where a request without one is a 428 (RFC 6585 section 3). */
function isNeeded({ in: place, name, required }, responses = {}) {
  if (place !== 'header') return false
  return required === true || (responses['428'] !== undefined && /^if-/i.test(name))
}

function valueOf({ name, schema, example }, api, encode) {
  if (example !== undefined) return encode(String(example))
  if (/^if-(none-)?match$/i.test(name)) return '$ETAG'
  const resolved = resolve(schema, api) ?? {}
  const given = SAYS.some((keyword) => resolved[keyword] !== undefined)
  if (given || !['string', undefined].includes(resolved.type)) return encode(String(sample(resolved, api)))
  return `$${shellName(name)}`
}

/** Keywords that say enough about a text to give one; of any other, only its name is known. */
const SAYS = ['default', 'const', 'examples', 'enum', 'format', 'pattern', 'anyOf', 'oneOf', 'allOf']

/** Names of headers are the same in any case; this is how they are usually written. */
function headerName(name) {
  return name.replaceAll(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase())
}

/** Text that stands in the shell's double quotes and means itself there. */
function inQuotes(text) {
  return text.replaceAll(/["$`\\]/g, String.raw`\$&`)
}

function bodyOptions({ content }, api) {
  const type = mainType(content)
  if (type === 'multipart/form-data') {
    const { properties = {}, required = [] } = content[type].schema ?? {}
    return required.map(
      (name) => `-F ${name}=${isFile(properties[name]) ? `@$${shellName(name)}` : `"$${shellName(name)}"`}`,
    )
  }
  const header = `-H 'Content-Type: ${type}'`
  if (!isJson(type)) return [header, '--data-binary @$FILE']
  const text = JSON.stringify(sample(content[type].schema ?? {}, api))
  return [header, `-d '${text.replaceAll("'", String.raw`'\''`)}'`]
}

/** The media type to show of those that are taken: JSON where it is one of them. */
export function mainType(content) {
  const types = Object.keys(content)
  const type = types.find(isJson) ?? types[0] ?? 'application/octet-stream'
  return type.includes('*') ? 'application/octet-stream' : type
}

export function isJson(type) {
  return type === 'application/json' || type.endsWith('+json')
}

function isFile(schema) {
  return schema?.contentMediaType !== undefined || schema?.items?.contentMediaType !== undefined
}

function shellName(name) {
  return name.replaceAll(/\W/g, '_').toUpperCase()
}
