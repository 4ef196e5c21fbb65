import { nearest } from '../errors/index.ts'

/** A keyword in single quotes, a scheme such as `data:`, a host such as `https://cdn.example.org`, or a hash. */
export type CspSource =
  | "'self'"
  | "'none'"
  | "'unsafe-inline'"
  | "'unsafe-eval'"
  | "'wasm-unsafe-eval'"
  | "'strict-dynamic'"
  | "'unsafe-hashes'"
  | "'report-sample'"
  | (string & {})

/** Directives that list sources, by their names in camel case (Content Security Policy Level 3, section 6). */
const SOURCE_LISTS = {
  defaultSrc: 'default-src',
  scriptSrc: 'script-src',
  scriptSrcElem: 'script-src-elem',
  scriptSrcAttr: 'script-src-attr',
  styleSrc: 'style-src',
  styleSrcElem: 'style-src-elem',
  styleSrcAttr: 'style-src-attr',
  imgSrc: 'img-src',
  fontSrc: 'font-src',
  connectSrc: 'connect-src',
  mediaSrc: 'media-src',
  objectSrc: 'object-src',
  frameSrc: 'frame-src',
  childSrc: 'child-src',
  workerSrc: 'worker-src',
  manifestSrc: 'manifest-src',
  baseUri: 'base-uri',
  formAction: 'form-action',
  frameAncestors: 'frame-ancestors',
} as const

export type CspDirectives = { readonly [Name in keyof typeof SOURCE_LISTS]?: readonly CspSource[] } & {
  readonly sandbox?: readonly string[]
  readonly upgradeInsecureRequests?: boolean
  /** The endpoint of a `Reporting-Endpoints` header to which violations are reported. */
  readonly reportTo?: string
  /** Where violations are reported by browsers that do not know `reportTo`. */
  readonly reportUri?: string
  readonly requireTrustedTypesFor?: readonly "'script'"[]
  readonly trustedTypes?: readonly string[]
}

/** A policy that has been checked. Made with `contentSecurityPolicy`. */
export interface ContentSecurityPolicy {
  readonly kind: 'content-security-policy'
  /** As it stands in the header, without a nonce. */
  readonly text: string
  readonly directives: ReadonlyMap<string, readonly string[]>
}

/**
 * A Content-Security-Policy as a value, checked when it is made.
 *
 * There is no need to mention nonces: when a handler takes `context.nonce`, it is added to the directives that
 * decide about scripts and styles.
 *
 * @throws TypeError for a directive that does not exist and a source that could not be meant, such as `self`
 * without its quotes, which is a host of that name.
 * @example
 * contentSecurityPolicy({ defaultSrc: ["'self'"], imgSrc: ["'self'", 'data:'], frameAncestors: ["'none'"] })
 */
export function contentSecurityPolicy(directives: CspDirectives): ContentSecurityPolicy {
  const parsed = new Map<string, readonly string[]>()
  for (const [key, value] of Object.entries(directives)) {
    if (value === undefined || value === false) continue
    const name = nameOf(key)
    if (value === true) parsed.set(name, [])
    else parsed.set(name, typeof value === 'string' ? [checked(name, value)] : sources(name, value))
  }
  return fromDirectives(parsed)
}

/** Reads a policy that is written as in the header. */
export function parsePolicy(text: string): ContentSecurityPolicy {
  const parsed = new Map<string, readonly string[]>()
  for (const part of text.split(';')) {
    const [name, ...values] = part.trim().split(/\s+/)
    // Of a directive that stands twice the first counts (section 2.2.1).
    if (name !== undefined && name !== '' && !parsed.has(name.toLowerCase())) {
      parsed.set(
        name.toLowerCase(),
        values.map((value) => checked(name, value)),
      )
    }
  }
  return fromDirectives(parsed)
}

/**
 * Makes what writes a policy with a request's nonce in it: in each directive that decides about script or style
 * elements, also those that otherwise follow `default-src`. Where inline code is allowed anyway none is
 * added, since browsers would then forbid all that lacks it (section 6.7.2.3).
 */
export function withNonce(policy: ContentSecurityPolicy): (nonce: string) => string {
  const { directives } = policy
  const before = new Map(directives)
  const fallback = directives.get('default-src')
  for (const name of ['script-src', 'style-src']) {
    if (!before.has(name) && fallback !== undefined) before.set(name, fallback)
  }
  const wanting = ['script-src', 'script-src-elem', 'style-src', 'style-src-elem'].filter(
    (name) => before.get(name)?.includes("'unsafe-inline'") === false,
  )
  for (const name of wanting) {
    const others = (before.get(name) ?? []).filter((source) => source !== "'none'")
    before.set(name, [...others, "'nonce-"])
  }
  const pieces = toText(before).split("'nonce-")
  return (nonce) => pieces.join(`'nonce-${nonce}'`)
}

function fromDirectives(directives: ReadonlyMap<string, readonly string[]>): ContentSecurityPolicy {
  return { kind: 'content-security-policy', text: toText(directives), directives }
}

function toText(directives: ReadonlyMap<string, readonly string[]>): string {
  return [...directives].map(([name, values]) => [name, ...values].join(' ')).join('; ')
}

const OTHERS: Readonly<Record<string, string>> = {
  sandbox: 'sandbox',
  upgradeInsecureRequests: 'upgrade-insecure-requests',
  reportTo: 'report-to',
  reportUri: 'report-uri',
  requireTrustedTypesFor: 'require-trusted-types-for',
  trustedTypes: 'trusted-types',
}
const NAMES: Readonly<Record<string, string>> = { ...SOURCE_LISTS, ...OTHERS }

function nameOf(key: string): string {
  const name = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined
  if (name !== undefined) return name
  const meant = nearest(key, Object.keys(NAMES))
  throw new TypeError(
    `contentSecurityPolicy: there is no directive "${key}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
  )
}

function sources(name: string, given: readonly string[]): string[] {
  if (given.length > 1 && given.includes("'none'")) {
    throw new TypeError(`contentSecurityPolicy: in ${name} "'none'" stands alone, or not at all.`)
  }
  return given.map((source) => checked(name, source))
}

const LISTS = new Set<string>(Object.values(SOURCE_LISTS))

const KEYWORD =
  /^(self|none|unsafe-inline|unsafe-eval|wasm-unsafe-eval|strict-dynamic|unsafe-hashes|report-sample|nonce-.*|sha(256|384|512)-.*)$/i

function checked(name: string, source: string): string {
  if (!/^[\x21-\x7e]+$/.test(source) || /[;,]/.test(source)) {
    throw new TypeError(
      `contentSecurityPolicy: "${source}" in ${name} is not one source; each is a text of its own, without spaces, ";" and ",".`,
    )
  }
  if (LISTS.has(name) && KEYWORD.test(source)) {
    throw new TypeError(
      `contentSecurityPolicy: ${source} in ${name} would be a host of that name; the keyword has quotes: "'${source}'".`,
    )
  }
  if (/^'nonce-/i.test(source)) {
    throw new TypeError('contentSecurityPolicy: a nonce is made for each request; take `context.nonce`.')
  }
  return source
}
