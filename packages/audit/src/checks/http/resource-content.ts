import type { Target } from '../../target/target.ts'

/**
 * The head of a POST of JSON to a collection in which items can be made, by whoever may make them.
 *
 * @param fields further ones, with their line ends
 * @returns `undefined` where no such collection is known
 */
export function writeHead(target: Target, fields: string): string | undefined {
  const resource = target.resources.find(({ methods }) => methods.includes('create'))
  if (resource === undefined) return undefined
  const own = Object.entries(resource.as?.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
  const usual = `Host: ${target.origin.host}\r\nContent-Type: application/json\r\n`
  return `POST ${resource.path} HTTP/1.1\r\n${usual}${own.join('')}${fields}\r\n`
}

/** A body that makes an item there. */
export function exampleContent(target: Target): string {
  const resource = target.resources.find(({ methods }) => methods.includes('create'))
  return JSON.stringify(resource?.example() ?? {})
}
