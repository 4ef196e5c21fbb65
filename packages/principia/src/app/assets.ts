import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { media, reply, route, type AccessRule, type Route } from '../routing/index.ts'

export interface AssetOptions {
  readonly access?: 'public' | AccessRule<unknown, never>
  /** What stands in place of each `{{name}}` in the file: HTML, made safe with `escapeHtml` where it is text. */
  readonly fill?: Readonly<Record<string, string>>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/**
 * A route that serves one of our own files. It is read once, now. Clients keep it and ask whether it is
 * still current (`no-cache` with an entity tag), since its address stays the same in every version.
 *
 * @throws TypeError when the file's ending has no media type here, or `fill` lacks a name.
 */
export function assetRoute(path: string, file: URL, { access = 'public', fill }: AssetOptions = {}): Route {
  const type = TYPES[extname(file.pathname)]
  if (type === undefined)
    throw new TypeError(`${file.pathname} has no media type; add its ending to assets.ts.`)
  const text = readFileSync(file, 'utf8')
  const content = fill === undefined ? text : filled(text, fill)
  return route(`GET ${path}`, { access, hidden: true, responses: { 200: media(type) } }, () =>
    reply(200, content, { 'cache-control': 'no-cache' }),
  )
}

function filled(text: string, fill: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_match, name: string) => {
    const value = fill[name]
    if (value === undefined) throw new TypeError(`Nothing to fill in for {{${name}}}.`)
    return value
  })
}
