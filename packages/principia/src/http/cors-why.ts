import type { IncomingMessage } from 'node:http'
import { nearest } from '../errors/index.ts'
import type { Cors, Preflight } from './cors.ts'

/**
 * Why a browser keeps an answer from the page that asked for it, in a sentence for whoever writes that page;
 * `undefined` where it does not. Browsers tell the page nothing but "Failed to fetch".
 */
export function whyKeptBack(request: IncomingMessage, cors: Cors | false | undefined): string | undefined {
  const { origin, cookie, host } = request.headers
  if (origin === undefined || !isCrossOrigin(request, origin, host)) return undefined
  const why = whyOriginRefused(origin, cors)
  if (why !== undefined || cors === undefined || cors === false) return why
  if (cookie !== undefined && cors.options.credentials !== true) {
    return 'The page sent its cookies along (credentials: "include"), which `cors` does not allow. Add `credentials: true`, or leave the cookies out.'
  }
  return undefined
}

/** Why a browser will not send what it asked leave for with this pre-flight. */
export function whyPreflightRefused(
  { origin, headers, privateNetwork }: Preflight,
  method: string,
  methods: readonly string[],
  cors: Cors | false | undefined,
): string | undefined {
  if (!methods.includes(method)) {
    return `The page asks for ${method}; this path answers to ${methods.join(', ')}.`
  }
  const why = whyOriginRefused(origin, cors)
  if (why !== undefined || cors === undefined || cors === false) return why
  const { allowedMethods, allowedHeaders, privateNetwork: opened = false } = cors.options
  if (allowedMethods?.includes(method) === false) {
    return `The page asks for ${method}; the \`allowedMethods\` of \`cors\` are ${allowedMethods.join(', ')}.`
  }
  const known = allowedHeaders?.map((name) => name.toLowerCase())
  const missing = (headers ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && known?.includes(name.toLowerCase()) === false)
  if (missing.length > 0) {
    const near = missing
      .map((name) => nearest(name.toLowerCase(), known ?? []))
      .find((name) => name !== undefined)
    const meant = allowedHeaders?.find((name) => name.toLowerCase() === near)
    return (
      `The page wants to send ${missing.map((name) => `"${name}"`).join(', ')}; the \`allowedHeaders\` of \`cors\` ` +
      `are ${allowedHeaders?.join(', ')}.${meant === undefined ? '' : ` Is "${meant}" meant?`}`
    )
  }
  if (privateNetwork && !opened) {
    return 'The page is on the public web and this server in a private network. Add `privateNetwork: true` to `cors` if that is meant to be.'
  }
  return undefined
}

function whyOriginRefused(origin: string, cors: Cors | false | undefined): string | undefined {
  if (cors === undefined) {
    return `A page of ${origin} asked, and the app allows no other origins. Give it \`cors: { origins: ['${origin}'] }\`.`
  }
  if (cors === false) return `A page of ${origin} asked, and the route says \`cors: false\`.`
  if (cors.permits(origin)) return undefined
  if (origin === 'null') {
    return 'The page has the origin "null": it is a file, in a sandboxed frame, or came by a redirect. Such a page is never allowed, since anybody can make one; serve it over http.'
  }
  const { origins } = cors.options
  if (typeof origins === 'function') return `The function \`origins\` of \`cors\` says no to ${origin}.`
  const listed = origins === '*' ? [] : origins
  const meant = nearest(
    origin,
    listed.filter((one) => !one.includes('*')),
  )
  return (
    `${origin} is not among the \`origins\` of \`cors\` (${listed.join(', ')}).` +
    (meant === undefined ? '' : ` Is ${meant} meant? Scheme, name and port must be the same.`)
  )
}

/**
 * Whether a browser asked on behalf of a page elsewhere. `Sec-Fetch-Site` says so; it also tells a page behind
 * a development proxy, which has the same origin as far as the browser knows, from a stranger.
 */
function isCrossOrigin({ headers }: IncomingMessage, origin: string, host: string | undefined): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && headers['sec-fetch-mode'] === 'cors'
  return !URL.canParse(origin) || new URL(origin).host !== host
}
