import { SegmentTable } from './segment-table.ts'
import type { Leaf, Tree } from './tree.ts'

/**
 * A place in a compiled tree: what may follow there. All places have one shape, whatever follows, so that the code
 * that walks through them stays fast.
 */
export class Place<T> {
  readonly ends: Ends<T> | undefined
  readonly rest: Ends<T> | undefined
  /** Fixed texts that may follow, where they are few. */
  readonly texts: readonly FixedText<T>[] | undefined
  /** Fixed segments that may follow, where they are many. */
  readonly table: SegmentTable<Place<T>> | undefined
  readonly constrained: readonly { readonly test: RegExp; readonly place: Place<T> }[] | undefined
  readonly param: Place<T> | undefined
  /** Whether anything but fixed text may follow. */
  readonly open: boolean

  constructor(tree: Tree<T>) {
    const { statics, constrained, param, leaves, rest } = tree
    const few = statics.size > 0 && statics.size <= FEW
    this.ends = leaves.size === 0 ? undefined : new Ends(leaves)
    this.rest = rest.size === 0 ? undefined : new Ends(rest)
    this.texts = few ? [...statics].map(([text, child]) => new FixedText(text, child)) : undefined
    this.table =
      statics.size > FEW
        ? new SegmentTable([...statics].map(([text, child]) => [text, new Place(child)] as const))
        : undefined
    this.constrained =
      constrained.length === 0
        ? undefined
        : constrained.map(({ test, tree: child }) => ({ test, place: new Place(child) }))
    this.param = param === undefined ? undefined : new Place(param)
    this.open = constrained.length > 0 || param !== undefined || rest.size > 0
  }
}

/** Texts that are looked at one after another; of more, a table finds the only one that may fit. */
const FEW = 4

/** The routes that end in one place. Nearly all requests are GETs, so theirs needs no look-up. */
export class Ends<T> {
  readonly #get: Leaf<T> | undefined
  readonly #byMethod: ReadonlyMap<string, Leaf<T>>

  constructor(leaves: ReadonlyMap<string, Leaf<T>>) {
    this.#get = leaves.get('GET')
    this.#byMethod = leaves
  }

  of(method: string): Leaf<T> | undefined {
    return method === 'GET' ? this.#get : this.#byMethod.get(method)
  }
}

/** Fixed text from a slash on, several segments of it where nothing branches off between them: `/api/v1`. */
class FixedText<T> {
  readonly text: string
  /** The character after the slash, which tells most texts apart. */
  readonly first: number
  readonly place: Place<T>

  constructor(segment: string, tree: Tree<T>) {
    const segments = [segment]
    let end = tree
    for (let only = onlyText(end); only !== undefined; only = onlyText(end)) {
      segments.push(only[0])
      end = only[1]
    }
    this.text = `/${segments.join('/')}`
    this.first = this.text.charCodeAt(1)
    this.place = new Place(end)
  }
}

/** What follows in a place where one fixed segment may follow, and nothing else may or ends. */
function onlyText<T>(tree: Tree<T>): [string, Tree<T>] | undefined {
  const { statics, constrained, param, rest, leaves } = tree
  const more = constrained.length > 0 || param !== undefined || rest.size > 0 || leaves.size > 0
  if (more || statics.size !== 1) return undefined
  return [...statics][0]
}
