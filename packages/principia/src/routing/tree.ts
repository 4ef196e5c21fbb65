import type { Segment } from './pattern.ts'

/**
 * Routes as a tree whose edges are segments. It grows while routes are added; what requests walk through is made of it
 * by `compileTree`.
 */
export interface Tree<T> {
  readonly statics: Map<string, Tree<T>>
  /** In order of definition: of several that match, the first counts. */
  readonly constrained: { readonly source: string; readonly test: RegExp; readonly tree: Tree<T> }[]
  param: Tree<T> | undefined
  /** By method: where all that is left of a path is taken. */
  readonly rest: Map<string, Leaf<T>>
  /** By method: where a path may end. */
  readonly leaves: Map<string, Leaf<T>>
}

export interface Leaf<T> {
  readonly target: T
  /** Capture names in the order of the path; `undefined` where a segment is matched but not named. */
  readonly names: readonly (string | undefined)[]
}

export function createTree<T>(): Tree<T> {
  return { statics: new Map(), constrained: [], param: undefined, rest: new Map(), leaves: new Map() }
}

/** The leaves of the routes that match what these segments match: created where there are none yet. */
export function plant<T>(root: Tree<T>, segments: readonly Segment[]): Map<string, Leaf<T>> {
  let tree = root
  for (const segment of segments) {
    if (segment.kind === 'rest') return tree.rest
    tree = childFor(tree, segment)
  }
  return tree.leaves
}

export function captureNames(segments: readonly Segment[]): (string | undefined)[] {
  return segments.flatMap((segment) => {
    if (segment.kind === 'static') return []
    return segment.kind === 'wildcard' ? [undefined] : [segment.name]
  })
}

function childFor<T>(tree: Tree<T>, segment: Exclude<Segment, { kind: 'rest' }>): Tree<T> {
  if (segment.kind === 'static') {
    const child = tree.statics.get(segment.text) ?? createTree<T>()
    tree.statics.set(segment.text, child)
    return child
  }
  if (segment.kind === 'constrained') {
    const known = tree.constrained.find(({ source }) => source === segment.source)
    if (known !== undefined) return known.tree
    const child = createTree<T>()
    tree.constrained.push({ source: segment.source, test: segment.test, tree: child })
    return child
  }
  return (tree.param ??= createTree<T>())
}
