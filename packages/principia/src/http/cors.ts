import { unknownNames } from '../errors/index.ts'
import { compileOrigins, type Origins } from './origins.ts'
import { addVary } from './vary.ts'

/** Which pages of other origins may use the API from a browser (the Fetch standard, section 3.3). */
export interface CorsOptions {
  /** See `Origins`: a list, in which `https://*.example.org` is every name below that one; `'*'`; or a function. */
  readonly origins: Origins
  /** Whether cookies may come along. */
  readonly credentials?: boolean
  /** Response headers that the page's script may read. */
  readonly exposedHeaders?: readonly string[]
  /** Request headers that the page's script may send. By default those that it asks for. */
  readonly allowedHeaders?: readonly string[]
  /** Methods that the page's script may use. By default those that the path answers to. */
  readonly allowedMethods?: readonly string[]
  /** Seconds for which a browser may remember the answer to a pre-flight: 600 unless said. */
  readonly maxAge?: number
  /**
   * Whether pages of the public web may reach a server in a private network or on the visitor's own machine
   * (Private Network Access). False unless said.
   */
  readonly privateNetwork?: boolean
  /** Whether the page may see how long each part of loading took (Resource Timing). False unless said. */
  readonly timing?: boolean
}

/** What a browser asks before it sends a request (the Fetch standard, section 4.8). */
export interface Preflight {
  readonly origin: string
  readonly headers: string | undefined
  readonly privateNetwork: boolean
}

export interface Cors {
  readonly options: CorsOptions
  permits(origin: string): boolean
  /** Adds what an actual answer carries. */
  write(origin: string | undefined, headers: string[]): void
  /** Adds what the answer to a pre-flight carries. `methods` are those that the path answers to. */
  writePreflight(asked: Preflight, methods: readonly string[], headers: string[]): void
}

/**
 * @throws TypeError when an option makes no sense: credentials for everybody, an origin that no browser would
 * ever send, a header that is none.
 */
export function compileCors(options: CorsOptions): Cors {
  if (typeof options !== 'object' || options === null || options.origins === undefined) {
    throw new TypeError(
      'cors: it names the `origins` that may call, such as { origins: ["https://app.example.org"] }; or "*" for everybody.',
    )
  }
  refuseUnknown(options)
  const { origins, credentials = false, exposedHeaders = [], allowedHeaders, allowedMethods } = options
  const { maxAge = 600, privateNetwork = false, timing = false } = options
  const permits = compileOrigins(origins, credentials)
  for (const name of [...exposedHeaders, ...(allowedHeaders ?? []), ...(allowedMethods ?? [])]) {
    // In an answer to a request with credentials "*" is a name like any other.
    if (!TOKEN.test(name) || name === '*') {
      throw new TypeError(`cors: "${name}" is not the name of a header or a method; list each by its name.`)
    }
  }
  if (!Number.isInteger(maxAge) || maxAge < 0) {
    throw new TypeError(`cors: maxAge is a whole number of seconds; got ${maxAge}.`)
  }
  const everybody = origins === '*'
  const exposed = exposedHeaders.join(', ')
  const writeOrigin = (origin: string, headers: string[]) => {
    headers.push('Access-Control-Allow-Origin', everybody ? '*' : origin)
    if (credentials) headers.push('Access-Control-Allow-Credentials', 'true')
  }
  return {
    options,
    permits,
    write(origin, headers) {
      // The answer depends on the origin whether or not this one was allowed; caches must know.
      if (!everybody) addVary(headers, 'Origin')
      if (origin === undefined || !permits(origin)) return
      writeOrigin(origin, headers)
      if (exposed !== '') headers.push('Access-Control-Expose-Headers', exposed)
      if (timing) headers.push('Timing-Allow-Origin', everybody ? '*' : origin)
    },
    writePreflight(asked, methods, headers) {
      addVary(headers, PREFLIGHT_VARY)
      if (!permits(asked.origin)) return
      writeOrigin(asked.origin, headers)
      headers.push('Access-Control-Allow-Methods', (allowedMethods ?? methods).join(', '))
      const names = allowedHeaders?.join(', ') ?? asked.headers
      if (names !== undefined && names !== '') headers.push('Access-Control-Allow-Headers', names)
      if (asked.privateNetwork && privateNetwork) {
        headers.push('Access-Control-Allow-Private-Network', 'true')
      }
      headers.push('Access-Control-Max-Age', String(maxAge))
    },
  }
}

const PREFLIGHT_VARY =
  'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network'

/** RFC 9110 section 5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

const OPTIONS = [
  'origins',
  'credentials',
  'exposedHeaders',
  'allowedHeaders',
  'allowedMethods',
  'maxAge',
  'privateNetwork',
  'timing',
]

/** A misspelt `credentials` would otherwise be found by whoever signs in first. */
function refuseUnknown(options: CorsOptions): void {
  for (const mistake of unknownNames(options, OPTIONS)) throw new TypeError(`cors: ${mistake}`)
}
