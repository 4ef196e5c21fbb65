/** Fields whose values never reach a log, in whatever case and with or without dashes and underscores. */
const SECRET_FIELDS = new Set([
  'accesstoken',
  'apikey',
  'authorization',
  'clientsecret',
  'cookie',
  'idtoken',
  'passphrase',
  'password',
  'passwordhash',
  'privatekey',
  'proxyauthorization',
  'refreshtoken',
  'secret',
  'setcookie',
  'token',
  'xapikey',
])

const CENSOR = '[redacted]'

/** Levels of objects and lists that are looked into. */
const MAX_DEPTH = 6

/**
 * What may be logged of some fields: those with the name of a secret are censored, at every depth. What
 * holds no secret is given back as it is, uncopied; most lines hold none.
 */
export function redact<T extends object>(fields: T, depth = 0): T {
  let copy: T | undefined
  for (const name of Object.keys(fields) as (keyof T & string)[]) {
    const value = fields[name]
    let shown: unknown = value
    if (value !== undefined && isSecretName(name)) shown = CENSOR
    else if (depth < MAX_DEPTH && isPlain(value)) shown = redact(value, depth + 1)
    if (shown !== value) {
      copy ??= (Array.isArray(fields) ? [...fields] : { ...fields }) as T
      copy[name] = shown as T[typeof name]
    }
  }
  return copy ?? fields
}

const known = new Map<string, boolean>()

function isSecretName(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const secret = SECRET_FIELDS.has(name.toLowerCase().replaceAll(/[-_]/g, ''))
  // Names may come from strangers, in a logged body; only so many are worth remembering.
  if (known.size < 1000) known.set(name, secret)
  return secret
}

/** Instances of classes are left to say themselves what they show, as `Secret` does. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}
