import { addVary } from './vary.ts'

/** Which pages of other origins may use the API from a browser (the Fetch standard, section 3.2). */
export interface CorsOptions {
  /** Exact origins such as `https://app.example.org`, or `'*'` for everybody (then without credentials). */
  readonly origins: readonly string[] | '*'
  /** Whether cookies may come along. */
  readonly credentials?: boolean
  /** Response headers that the page's script may read. */
  readonly exposedHeaders?: readonly string[]
  /** Request headers that the page's script may send. By default those that it asks for. */
  readonly allowedHeaders?: readonly string[]
  /** Seconds for which a browser may remember the answer to a pre-flight: 600 unless said. */
  readonly maxAge?: number
}

export interface Cors {
  /** Adds what an actual answer carries. */
  write(origin: string | undefined, headers: string[]): void
  /** Adds what the answer to a pre-flight carries. */
  writePreflight(
    origin: string,
    requestedHeaders: string | undefined,
    allow: readonly string[],
    headers: string[],
  ): void
}

/**
 * @throws TypeError when credentials are allowed for every origin, which browsers refuse, and for an origin
 * that no browser would ever send, such as one with a path.
 */
export function compileCors(options: CorsOptions): Cors {
  const { origins, credentials = false, exposedHeaders = [], allowedHeaders, maxAge = 600 } = options
  if (origins === '*' && credentials) {
    throw new TypeError('cors: credentials need a list of origins; "*" is refused by browsers.')
  }
  const allowed = new Set(origins === '*' ? [] : origins)
  for (const origin of allowed) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || origin.includes('*')) {
      throw new TypeError(`cors: "${origin}" is not an origin; write it like "https://app.example.org".`)
    }
  }
  const exposed = exposedHeaders.join(', ')
  const permits = (origin: string) => origins === '*' || allowed.has(origin)
  const writeOrigin = (origin: string, headers: string[]) => {
    headers.push('Access-Control-Allow-Origin', origins === '*' ? '*' : origin)
    if (credentials) headers.push('Access-Control-Allow-Credentials', 'true')
  }
  return {
    write(origin, headers) {
      // The answer depends on the origin whether or not this one was allowed; caches must know.
      if (origins !== '*') addVary(headers, 'Origin')
      if (origin === undefined || !permits(origin)) return
      writeOrigin(origin, headers)
      if (exposed !== '') headers.push('Access-Control-Expose-Headers', exposed)
    },
    writePreflight(origin, requestedHeaders, allow, headers) {
      addVary(headers, 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
      if (!permits(origin)) return
      writeOrigin(origin, headers)
      headers.push('Access-Control-Allow-Methods', allow.join(', '))
      const names = allowedHeaders?.join(', ') ?? requestedHeaders
      if (names !== undefined && names !== '') headers.push('Access-Control-Allow-Headers', names)
      headers.push('Access-Control-Max-Age', String(maxAge))
    },
  }
}
