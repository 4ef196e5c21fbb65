import type { Isolation } from '../context/index.ts'
import { idempotencyOf, type IdempotencyOptions, type IdempotencyStores } from '../http/idempotency.ts'
import { isBodyForm, type Route } from '../routing/index.ts'

/** What is wrong with a route's `idempotent`, as sentences. */
export function checkIdempotency(route: Route, stores: IdempotencyStores): string[] {
  const options = idempotencyOf(route)
  if (options === undefined) return []
  const unknown = Object.keys(options).find((name) => !OPTIONS.has(name as keyof IdempotencyOptions))
  const { ttl, isolation, service } = options
  const { method, spec } = route
  return [
    ...(method === 'POST' || method === 'PATCH'
      ? []
      : [
          `\`idempotent\` is for POST and PATCH; a ${method} is idempotent by itself (RFC 9110 section 9.2.2).`,
        ]),
    ...checkService(service, [...stores.keys()]),
    ...(unknown === undefined ? [] : [`\`idempotent\` has no option "${unknown}".`]),
    ...(ttl === undefined || (Number.isInteger(ttl) && ttl >= 1000)
      ? []
      : [`\`idempotent.ttl\` is milliseconds, 1000 at least; got ${ttl}.`]),
    ...(isolation === undefined || ISOLATIONS.has(isolation)
      ? []
      : [`\`idempotent.isolation\` is one of ${[...ISOLATIONS].join(', ')}; got ${isolation}.`]),
    ...(isBodyForm(spec.body) && !WHOLE.has(spec.body.form)
      ? [
          `\`idempotent\` compares bodies as they were sent, before the handler runs; its body is \`${spec.body.form}\`.`,
        ]
      : []),
    ...(Object.values(spec.responses ?? {}).some((one) => isBodyForm(one) && !WHOLE.has(one.form))
      ? [
          '`idempotent` keeps answers to give them again, and a stream cannot be kept; answer with something whole.',
        ]
      : []),
    ...(spec.timeout === Number.POSITIVE_INFINITY
      ? ['`idempotent` needs a `timeout`: its transaction is open as long as the handler runs.']
      : []),
  ]
}

function checkService(named: string | undefined, known: readonly string[]): string[] {
  if (known.length === 0) {
    return [
      "`idempotent` keeps answers in a database; add one, made with defineDatabase(), to the app's `services`.",
    ]
  }
  if (named !== undefined && !known.includes(named)) {
    return [
      `\`idempotent.service\` is "${named}", which is no database of the app; it has ${known.join(', ')}.`,
    ]
  }
  if (named !== undefined || known.length === 1) return []
  return [`the app has several databases: name one in \`idempotent: { service }\`, of ${known.join(', ')}.`]
}

/** Each try of a multipart body has other boundaries, and a stream is not there yet when the key is looked up. */
const WHOLE = new Set<string>(['text', 'bytes'])
const OPTIONS = new Set<keyof IdempotencyOptions>(['required', 'ttl', 'isolation', 'service', 'prepare'])
const ISOLATIONS = new Set<Isolation>(['read committed', 'repeatable read', 'serializable'])
