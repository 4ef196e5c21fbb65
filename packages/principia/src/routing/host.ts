import { parsePattern } from './pattern.ts'

/** The names that a host captures, as a type: `HostParams<':tenant.example.org'>` is `'tenant'`. */
export type HostParams<Host> = Host extends `${infer Label}.${infer Others}`
  ? LabelParam<Label> | HostParams<Others>
  : LabelParam<Host>

type LabelParam<Label> = Label extends `:${infer Name}` ? Name : never

/**
 * A host's pattern as the pattern of a path, from the top-level domain down: `:tenant.example.org` is
 * `/org/example/:tenant`. So hosts are found as paths are, the most specific first.
 *
 * @throws TypeError when it is no host
 */
export function hostPattern(host: string): string {
  const labels = host.toLowerCase() === host ? host.split('.') : lowerCase(host).split('.')
  const wrong = labels.find((label) => !/^(?::[A-Za-z_]\w*|[a-z\d_](?:[a-z\d_-]*[a-z\d_])?)$/.test(label))
  if (wrong !== undefined) {
    throw new TypeError(
      `The host "${host}" has the label "${wrong}"; a host is names and ":parameters" between dots, such as ` +
        '":tenant.example.org", without a port and with other scripts as "xn--…".',
    )
  }
  const pattern = toPath(labels)
  parsePattern(pattern)
  return pattern
}

/** Names of parameters keep their case. */
function lowerCase(host: string): string {
  return host.replaceAll(/(?<=^|\.)[^.:][^.]*/g, (label) => label.toLowerCase())
}

/**
 * What a request says of its host, as a path to look up: in lower case (RFC 3986 section 3.2.2), without a port, and
 * without the dot that may end a name (RFC 1034 section 3.1).
 */
export function hostPath(host: string): string {
  const name = host.toLowerCase().replace(/:\d*$/, '')
  return toPath((name.endsWith('.') ? name.slice(0, -1) : name).split('.'))
}

function toPath(labels: readonly string[]): string {
  return `/${labels.toReversed().join('/')}`
}

export function hostParamNames(host: string): string[] {
  return host.split('.').flatMap((label) => (label.startsWith(':') ? [label.slice(1)] : []))
}
