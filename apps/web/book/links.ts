import { readFileSync, statSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { findSymbol } from './symbols.ts'

export interface LinkContext {
  /** Absolute path of the repository. */
  readonly root: string
  /** Folder of the chapter, relative to the repository. */
  readonly folder: string
  readonly isConcept: (id: string) => boolean
  /** Called with every repository path that a link reaches: its source page must exist. */
  readonly onSource: (path: string) => void
}

export type Link =
  | { readonly kind: 'external' | 'page' | 'source' | 'anchor'; readonly href: string }
  | { readonly kind: 'chapter'; readonly href: string; readonly concept: string; readonly anchor: string }
  | { readonly kind: 'broken'; readonly problem: string }

const PRIVATE = /(^|\/)(node_modules|\.git|\.env[^/]*|\.principia|dist)(\/|$)/

/**
 * Turns a link as it is written in a chapter into one that works on the site. A link to a file of the
 * repository (relative, optionally `#symbol`, `#L10` or `#L10-L20`) opens its source page at that line.
 */
export function resolveLink(target: string, context: LinkContext): Link {
  if (/^(https?:|mailto:)/.test(target)) return { kind: 'external', href: target }
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return broken(`"${target}" has a scheme that is not allowed`)
  if (target.startsWith('#')) return { kind: 'anchor', href: target }
  if (target.startsWith('/')) return { kind: 'page', href: target }

  const [file, fragment] = splitOnce(decodeURIComponent(target), '#')
  const path = posix.normalize(posix.join(context.folder, file)).replace(/\/$/, '')
  const concept =
    path.startsWith(`${context.folder}/`) && path.endsWith('.md') ? posix.basename(path, '.md') : ''
  if (concept !== '' && context.isConcept(concept)) {
    const hash = fragment === '' ? '' : `#${fragment}`
    return { kind: 'chapter', href: `/learn/${concept}${hash}`, concept, anchor: fragment }
  }
  return resolveSource(target, path, fragment, context)
}

function resolveSource(target: string, path: string, fragment: string, context: LinkContext): Link {
  if (path.startsWith('..') || PRIVATE.test(path))
    return broken(`"${target}" is outside what the site may show`)
  const stats = statSync(resolve(context.root, path), { throwIfNoEntry: false })
  if (stats === undefined) return broken(`"${target}": there is no ${path}`)
  const href = `/source/${path.split('/').map(encodeURIComponent).join('/')}`
  if (stats.isDirectory()) {
    if (fragment !== '') return broken(`"${target}": ${path} is a folder and has no symbols`)
    context.onSource(path)
    return { kind: 'source', href }
  }
  const line = fragment === '' ? 0 : lineOf(resolve(context.root, path), path, fragment)
  if (line === undefined) return broken(`"${target}": ${path} does not declare ${fragment}`)
  context.onSource(path)
  return { kind: 'source', href: line === 0 ? href : `${href}#L${line}` }
}

function lineOf(file: string, path: string, fragment: string): number | undefined {
  const source = readFileSync(file, 'utf8')
  const numbered = /^L(\d+)(?:-L?\d+)?$/.exec(fragment)
  if (numbered === null) return findSymbol(source, fragment, path)
  const line = Number(numbered[1])
  return line >= 1 && line <= source.split('\n').length ? line : undefined
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const broken = (problem: string): Link => ({ kind: 'broken', problem })
