import { decodePath, isPlainPath } from './path.ts'
import { parsePattern } from './pattern.ts'
import { Place } from './place.ts'
import { ENCODED_SLASH, Search } from './search.ts'
import { captureNames, createTree, plant, type Leaf } from './tree.ts'

/**
 * Finds the route for a method and a path, in time that depends on the length of the path and not on
 * the number of routes.
 *
 * The routes form a tree whose edges are segments. At each segment the most specific child is tried first - static
 * text, then constrained parameters in order of definition, then a parameter or wildcard, then the rest - and
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

const NO_PARAMS: Readonly<Record<string, string>> = Object.freeze(Object.create(null))
const NOT_FOUND = { kind: 'not-found' } as const
const MALFORMED = { kind: 'malformed' } as const

export function createRouter<T>(): Router<T> {
  const tree = createTree<T>()
  const search = new Search<T>()
  const methods = new Set<string>()
  let compiled: Place<T> | undefined

  const add = (method: string, pattern: string, target: T): T | undefined => {
    const segments = parsePattern(pattern)
    const names = captureNames(segments)
    const leaves = plant(tree, segments)
    const taken = leaves.get(method)
    if (taken !== undefined) return taken.target
    leaves.set(method, { target, names })
    methods.add(method)
    search.reserve(names.length)
    compiled = undefined
    return undefined
  }

  const find = (method: string, path: string): Found<T> => {
    compiled ??= new Place(tree)
    const leaf = search.run(compiled, method, path, false)
    if (leaf !== undefined && !search.unsure) return match(leaf, path)
    const plain = !search.unsure && isPlainPath(path, search.reached)
    return plain ? missed(compiled, method, path) : findDecoded(compiled, method, path)
  }

  /** For a path that cannot be understood as it was sent. */
  const findDecoded = (root: Place<T>, method: string, path: string): Found<T> => {
    const segments = decodePath(path)
    if (segments === undefined) return MALFORMED
    const decoded = `/${segments.map((segment) => segment.replaceAll('/', ENCODED_SLASH)).join('/')}`
    const leaf = search.run(root, method, decoded, true)
    return leaf === undefined ? missed(root, method, decoded) : match(leaf, decoded)
  }

  /** No route of the method matches; the search has just said so. */
  const missed = (root: Place<T>, method: string, decoded: string): Found<T> => {
    if (!search.elsewhere) return NOT_FOUND
    const answers = (other: string) =>
      other !== method && search.run(root, other, decoded, true) !== undefined
    return { kind: 'method-not-allowed', allow: [...methods].filter(answers).toSorted() }
  }

  const match = ({ target, names }: Leaf<T>, path: string): Found<T> => ({
    kind: 'match',
    target,
    params: names.length === 0 ? NO_PARAMS : search.params(names, path),
  })

  return { add, find }
}
