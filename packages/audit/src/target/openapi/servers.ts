import { isObject, membersOf } from './document.ts'

/**
 * What stands before the paths of a document: the path of its server at the target's own origin, else that of the first,
 * which the target is then taken to be a copy of. Without servers, that of the target's address.
 *
 * @param at the address of the document, which relative addresses start from (OpenAPI 3.1.1 section 4.8.5)
 * @param ignored whether the target's base counts whatever the servers are
 */
export function baseReader(
  document: Readonly<Record<string, unknown>>,
  at: URL,
  base: string,
  ignored: boolean,
): (servers: unknown) => string {
  const paths = membersOf(document.paths).map(([path]) => path)
  // Who writes whole paths and says nothing of servers does not mean the target's base twice.
  const whole = base === '' || paths.every((path) => path === base || path.startsWith(`${base}/`))
  return (servers) => {
    const urls = (Array.isArray(servers) && !ignored ? servers : []).flatMap(
      (server: unknown) => urlOf(server, at) ?? [],
    )
    const url = urls.find(({ origin }) => origin === at.origin) ?? urls[0]
    if (url === undefined) return whole ? '' : base
    return url.pathname.replace(/\/+$/, '')
  }
}

function urlOf(server: unknown, at: URL): URL | undefined {
  if (!isObject(server) || typeof server.url !== 'string') return undefined
  const variables = isObject(server.variables) ? server.variables : {}
  const filled = server.url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = variables[name]
    return isObject(variable) ? String(variable.default) : name
  })
  return URL.parse(filled, at) ?? undefined
}
