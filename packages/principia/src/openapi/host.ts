import type { Server } from './types.ts'

/** The server of a route that answers on one host: `:tenant.example.org` becomes `//{tenant}.example.org`. */
export function hostServer(host: string): Server {
  const names = [...host.matchAll(/:(\w+)/g)].map(([, name]) => name as string)
  const url = `//${host.replaceAll(/:(\w+)/g, '{$1}')}`
  if (names.length === 0) return { url }
  return { url, variables: Object.fromEntries(names.map((name) => [name, { default: name }])) }
}
