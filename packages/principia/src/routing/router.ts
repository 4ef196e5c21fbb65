import { decodePath, isPlainPath } from './path.ts'
import { parsePattern, patternShape, type Segment } from './pattern.ts'

/**
 * Finds the route for a method and a path, in time that depends on the length of the path and not on
 * the number of routes.
 *
 * Two structures: a map from whole paths for routes without parameters, and a radix tree over
 * segments for the others. At each segment the most specific child is tried first - static text,
 * then constrained parameters in order of definition, then a parameter or wildcard, then the rest - and
 * the search steps back when a more specific branch leads nowhere.
 */
export interface Router<T> {
  /**
   * @throws TypeError for a malformed pattern.
   * @returns the target that answers exactly the same requests already, in which case nothing was added.
   */
  add(method: string, pattern: string, target: T): T | undefined
  find(method: string, path: string): Found<T>
}

/** `malformed` is a path that no route could ever match: the answer to that is 400, never 404. */
export type Found<T> =
  | { readonly kind: 'match'; readonly target: T; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'malformed' }

interface Leaf<T> {
  readonly target: T
  /** Capture names in the order of the path; `undefined` where a segment is matched but not named. */
  readonly names: readonly (string | undefined)[]
}

type Leaves<T> = Map<string, Leaf<T>>

interface Node<T> {
  statics: Map<string, Node<T>> | undefined
  constrained: { readonly source: string; readonly test: RegExp; readonly node: Node<T> }[] | undefined
  param: Node<T> | undefined
  rest: Leaves<T> | undefined
  leaves: Leaves<T> | undefined
}

const NO_PARAMS: Readonly<Record<string, string>> = Object.freeze(Object.create(null))

export function createRouter<T>(): Router<T> {
  const whole = new Map<string, Leaves<T>>()
  const root = createNode<T>()

  const add = (method: string, pattern: string, target: T): T | undefined => {
    const segments = parsePattern(pattern)
    const leaves = segments.every((segment) => segment.kind === 'static')
      ? leavesOf(whole, patternShape(segments) || '/')
      : plant(root, segments)
    const taken = leaves.get(method)
    if (taken !== undefined) return taken.target
    leaves.set(method, { target, names: segments.flatMap(captureName) })
    return undefined
  }

  const find = (method: string, path: string): Found<T> => {
    if (isPlainPath(path)) {
      const leaf = whole.get(path)?.get(method)
      if (leaf !== undefined) return { kind: 'match', target: leaf.target, params: NO_PARAMS }
      return search(method, path, path.slice(1).split('/'))
    }
    const segments = decodePath(path)
    if (segments === undefined) return { kind: 'malformed' }
    // An encoded slash makes a segment that no static route can equal, though the joined text might.
    const exact = segments.some(holdsSlash) ? undefined : `/${segments.join('/')}`
    return search(method, exact, segments)
  }

  const search = (method: string, path: string | undefined, segments: string[]): Found<T> => {
    const values: string[] = []
    const exact = path === undefined ? undefined : whole.get(path)
    const leaf = exact?.get(method) ?? walk(root, segments, 0, values, method)
    if (leaf !== undefined)
      return { kind: 'match', target: leaf.target, params: toParams(leaf.names, values) }
    const allow = new Set(exact?.keys())
    collectMethods(root, segments, 0, allow)
    return allow.size === 0
      ? { kind: 'not-found' }
      : { kind: 'method-not-allowed', allow: [...allow].toSorted() }
  }

  return { add, find }
}

function createNode<T>(): Node<T> {
  return { statics: undefined, constrained: undefined, param: undefined, rest: undefined, leaves: undefined }
}

function leavesOf<T>(whole: Map<string, Leaves<T>>, path: string): Leaves<T> {
  const leaves = whole.get(path) ?? new Map<string, Leaf<T>>()
  whole.set(path, leaves)
  return leaves
}

function plant<T>(root: Node<T>, segments: readonly Segment[]): Leaves<T> {
  let node = root
  for (const segment of segments) {
    if (segment.kind === 'rest') return (node.rest ??= new Map<string, Leaf<T>>())
    node = childFor(node, segment)
  }
  return (node.leaves ??= new Map<string, Leaf<T>>())
}

function childFor<T>(node: Node<T>, segment: Exclude<Segment, { kind: 'rest' }>): Node<T> {
  if (segment.kind === 'static') {
    const statics = (node.statics ??= new Map<string, Node<T>>())
    const child = statics.get(segment.text) ?? createNode<T>()
    statics.set(segment.text, child)
    return child
  }
  if (segment.kind === 'constrained') {
    const constrained = (node.constrained ??= [])
    const known = constrained.find(({ source }) => source === segment.source)
    if (known !== undefined) return known.node
    const child = createNode<T>()
    constrained.push({ source: segment.source, test: segment.test, node: child })
    return child
  }
  return (node.param ??= createNode<T>())
}

function captureName(segment: Segment): (string | undefined)[] {
  if (segment.kind === 'static') return []
  return segment.kind === 'wildcard' ? [undefined] : [segment.name]
}

/** Depth-first, most specific first. `values` holds what the current branch has captured so far. */
function walk<T>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  values: string[],
  method: string,
): Leaf<T> | undefined {
  if (at === segments.length) return node.leaves?.get(method)
  const segment = segments[at] as string
  const exact = node.statics?.get(segment)
  if (exact !== undefined) {
    const leaf = walk(exact, segments, at + 1, values, method)
    if (leaf !== undefined) return leaf
  }
  const captured = values.length
  if (segment !== '') {
    if (node.constrained !== undefined) {
      for (const { test, node: child } of node.constrained) {
        if (!test.test(segment)) continue
        values.push(segment)
        const leaf = walk(child, segments, at + 1, values, method)
        if (leaf !== undefined) return leaf
        values.length = captured
      }
    }
    if (node.param !== undefined) {
      values.push(segment)
      const leaf = walk(node.param, segments, at + 1, values, method)
      if (leaf !== undefined) return leaf
      values.length = captured
    }
  }
  const rest = node.rest?.get(method)
  if (rest === undefined || !hasRest(segments, at)) return undefined
  values.push(segments.slice(at).join('/'))
  return rest
}

/** The methods of every route that would match the path: what `Allow` lists. */
function collectMethods<T>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  methods: Set<string>,
): void {
  if (at === segments.length) return addKeys(node.leaves, methods)
  const segment = segments[at] as string
  const exact = node.statics?.get(segment)
  if (exact !== undefined) collectMethods(exact, segments, at + 1, methods)
  if (segment !== '') {
    for (const { test, node: child } of node.constrained ?? []) {
      if (test.test(segment)) collectMethods(child, segments, at + 1, methods)
    }
    if (node.param !== undefined) collectMethods(node.param, segments, at + 1, methods)
  }
  if (hasRest(segments, at)) addKeys(node.rest, methods)
}

function addKeys<T>(leaves: Leaves<T> | undefined, methods: Set<string>): void {
  for (const method of leaves?.keys() ?? []) methods.add(method)
}

/**
 * Whether a `**` matches from here on. It must not begin with a slash, or whoever puts it behind a folder or
 * a host would be led elsewhere; and no segment may hold an encoded slash, or the text could be read in two ways.
 */
function hasRest(segments: readonly string[], at: number): boolean {
  if (segments[at] === '') return false
  for (let index = at; index < segments.length; index++)
    if (holdsSlash(segments[index] as string)) return false
  return true
}

function holdsSlash(segment: string): boolean {
  return segment.includes('/')
}

function toParams(names: readonly (string | undefined)[], values: readonly string[]): Record<string, string> {
  const params: Record<string, string> = Object.create(null)
  for (let index = 0; index < names.length; index++) {
    const name = names[index]
    if (name !== undefined) params[name] = values[index] as string
  }
  return params
}
