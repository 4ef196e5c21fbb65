import { parseWeighted } from '../http/quality.ts'
import { checkVersioning, versionNames, type Versioning } from './versions.ts'

/** What is looked at in a request, beside its method and path, to find its route. */
export interface Asked {
  /** The host that was asked, as the request has it; empty where it has none. */
  readonly host: string
  readonly request: { readonly headers: Headers }
}

/** As node:http has them, names in lower case. */
interface Headers {
  [name: string]: string | string[] | undefined
}

/** Which version a request asks for: one that exists, one that does not, or none. */
export type AskedVersion =
  | { readonly kind: 'known'; readonly version: string }
  | { readonly kind: 'unknown'; readonly given: string }
  | { readonly kind: 'none' }

const NONE = { kind: 'none' } as const

/**
 * Makes what reads the version out of a request's headers; `undefined` where it is in the path.
 *
 * @throws TypeError when the options make no sense
 */
export function compileVersionAsked(versioning: Versioning): ((asked: Asked) => AskedVersion) | undefined {
  checkVersioning(versioning)
  const known = new Map(
    versionNames(versioning).map((version) => [version, { kind: 'known', version } as const]),
  )
  const otherwise = known.get(versioning.default ?? '') ?? NONE
  if (versioning.by === 'header') {
    const name = versionHeader(versioning).toLowerCase()
    return ({ request }) => {
      const given = request.headers[name]
      if (typeof given !== 'string' || given === '') return otherwise
      return known.get(given) ?? { kind: 'unknown', given }
    }
  }
  if (versioning.by === 'path') return undefined
  const vendor = versioning.mediaType === undefined ? undefined : vendorPattern(versioning.mediaType)
  return ({ request }) => {
    const { accept } = request.headers
    if (typeof accept !== 'string' || !MAY_NAME.test(accept)) return otherwise
    // What is preferred most; of equals the one that stands first.
    const ranges = parseWeighted(accept)
      .filter(({ q }) => q > 0)
      .toSorted((one, other) => other.q - one.q)
      .map(({ value, params }) => ({ value, given: vendor?.exec(value)?.[1] ?? params.version }))
    // Behind the router an `Accept` is about formats alone.
    request.headers.accept = withoutVersions(accept, vendor)
    for (const { value, given } of ranges) {
      if (given === undefined && /^(?:\*|application)\//.test(value)) return otherwise
      const version = known.get(given ?? '')
      if (version !== undefined) return version
    }
    const unknown = ranges.find(({ given }) => given !== undefined)
    return unknown?.given === undefined ? otherwise : { kind: 'unknown', given: unknown.given }
  }
}

/** Nearly no `Accept` names a version; the others need not be read. */
const MAY_NAME = /version=|\.v/i

/** A whole media range: `application/vnd.shop.v2+json`, where the suffix is what the format is. */
function vendorPattern(mediaType: string): RegExp {
  return new RegExp(`^${mediaType.replaceAll(/[.-]/g, '\\$&')}\\.v([\\w.-]+)(?:\\+([\\w.-]+))?$`, 'i')
}

function withoutVersions(accept: string, vendor: RegExp | undefined): string {
  return accept.replaceAll(/;[ \t]*version=(?:"[^"]*"|[^;, \t]*)/gi, '').replaceAll(/[^\s,;"]+/g, (range) => {
    const [whole, , format = 'json'] = vendor?.exec(range) ?? []
    return whole === undefined ? range : `application/${format}`
  })
}

export function versionHeader({ header = 'API-Version' }: Versioning): string {
  return header
}
