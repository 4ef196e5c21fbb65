import { isPlainPath } from './path.ts'
import type { Place } from './place.ts'
import type { Leaf } from './tree.ts'

const SLASH = 0x2f
const DOT = 0x2e
const PERCENT = 0x25

/** Stands for a slash that was encoded, in a path that is decoded already; no decoded path has it otherwise. */
export const ENCODED_SLASH = '\u0000'

/**
 * One search through a compiled tree: depth-first, the most specific first. It is made once and used for one path
 * after another, and what it notes on its way is numbers: a long-lived object that is given a young one, such as a
 * path, costs the garbage collector more than the whole search.
 *
 * A path as it was sent is walked through as it is. That is right as long as nothing was captured that decoding would
 * change or refuse; where something was, `unsure` says so, and what was found does not count.
 */
export class Search<T> {
  unsure = false
  /** Whether the path leads to a route of another method. */
  elsewhere = false
  /** How far some branch has led; all before it was compared or captured, so it is plain unless `unsure`. */
  reached = 0
  #decoded = false
  /** Where each capture begins and ends, in pairs. */
  #captures = new Int32Array(0)

  /** Makes room for the captures of a route. Those of the deepest one must fit before anything is searched. */
  reserve(captures: number): void {
    if (this.#captures.length < captures * 2) this.#captures = new Int32Array(captures * 2)
  }

  /** @param decoded whether `path` is decoded already, its encoded slashes written as `ENCODED_SLASH` */
  run(root: Place<T>, method: string, path: string, decoded: boolean): Leaf<T> | undefined {
    this.unsure = false
    this.elsewhere = false
    this.reached = 0
    this.#decoded = decoded
    return this.#walk(root, method, path, path.length === 1 ? 1 : 0, 0)
  }

  /**
   * @param start where the slash before the next segment is, or the end of the path
   * @param taken how much of the captures the way here has filled
   */
  #walk(from: Place<T>, method: string, path: string, start: number, taken: number): Leaf<T> | undefined {
    let place = from
    let at = start
    let captured = taken
    step: while (at < path.length) {
      if (place.texts !== undefined) {
        const first = path.charCodeAt(at + 1)
        for (const fixed of place.texts) {
          if (fixed.first !== first) continue
          const end = at + fixed.text.length
          if (end < path.length ? path.charCodeAt(end) !== SLASH : end > path.length) continue
          if (path.slice(at, end) !== fixed.text) continue
          if (!place.open) {
            place = fixed.place
            at = end
            continue step
          }
          const leaf = this.#walk(fixed.place, method, path, end, captured)
          if (leaf !== undefined) return leaf
        }
      } else if (place.table !== undefined) {
        const slash = path.indexOf('/', at + 1)
        const end = slash === -1 ? path.length : slash
        const next = place.table.get(path, at + 1, end)
        if (next !== undefined) {
          if (!place.open) {
            place = next
            at = end
            continue
          }
          const leaf = this.#walk(next, method, path, end, captured)
          if (leaf !== undefined) return leaf
        }
      }
      if (this.reached < at) this.reached = at
      if (!place.open) return undefined
      // Where a segment begins, a dot may be `.` or `..`; the decoder knows.
      let plain = path.charCodeAt(at + 1) !== DOT
      let end = at + 1
      for (; end < path.length; end++) {
        const code = path.charCodeAt(end)
        if (code === SLASH) break
        if (code === PERCENT || code < 0x21 || code > 0x7e) plain = false
      }
      if (end === at + 1) return undefined
      if (!plain && !this.#decoded) {
        this.unsure = true
        return undefined
      }
      if (place.constrained !== undefined) {
        const leaf = this.#walkConstrained(place.constrained, method, path, at + 1, end, captured)
        if (leaf !== undefined) return leaf
      }
      if (place.param !== undefined) {
        this.#capture(captured, at + 1, end)
        if (place.rest === undefined) {
          place = place.param
          at = end
          captured += 2
          continue
        }
        const leaf = this.#walk(place.param, method, path, end, captured + 2)
        if (leaf !== undefined) return leaf
      }
      return place.rest === undefined
        ? undefined
        : this.#takeRest(place.rest, method, path, at, end, captured)
    }
    if (place.ends === undefined) return undefined
    const leaf = place.ends.of(method)
    if (leaf === undefined) this.elsewhere = true
    return leaf
  }

  #walkConstrained(
    constrained: NonNullable<Place<T>['constrained']>,
    method: string,
    path: string,
    start: number,
    end: number,
    captured: number,
  ): Leaf<T> | undefined {
    const segment = this.#textOf(path.slice(start, end))
    for (const { test, place } of constrained) {
      if (!test.test(segment)) continue
      this.#capture(captured, start, end)
      const leaf = this.#walk(place, method, path, end, captured + 2)
      if (leaf !== undefined) return leaf
    }
    return undefined
  }

  /**
   * A `**` takes all that is left. It must not begin with a slash, or whoever puts it behind a folder or a host would
   * be led elsewhere; and no segment may hold an encoded slash, or the text could be read in two ways.
   *
   * @param end where its first segment ends, which is known to be plain
   */
  #takeRest(
    rest: NonNullable<Place<T>['rest']>,
    method: string,
    path: string,
    at: number,
    end: number,
    captured: number,
  ): Leaf<T> | undefined {
    if (this.#decoded ? path.includes(ENCODED_SLASH, at) : !isPlainPath(path, end)) {
      this.unsure = true
      return undefined
    }
    this.#capture(captured, at + 1, path.length)
    const leaf = rest.of(method)
    if (leaf === undefined) this.elsewhere = true
    return leaf
  }

  #capture(captured: number, start: number, end: number): void {
    this.#captures[captured] = start
    this.#captures[captured + 1] = end
  }

  /** What was captured under the names that the leaf has for it. */
  params(names: Leaf<T>['names'], path: string): Record<string, string> {
    const params = new Params()
    for (let index = 0; index < names.length; index++) {
      const name = names[index]
      if (name === undefined) continue
      params[name] = this.#textOf(path.slice(this.#captures[index * 2], this.#captures[index * 2 + 1]))
    }
    return params
  }

  #textOf(captured: string): string {
    return this.#decoded ? captured.replaceAll(ENCODED_SLASH, '/') : captured
  }
}

/**
 * An object with no members but its own, like `Object.create(null)`: a parameter may be called `constructor`. V8
 * makes that one a hash table; objects of one constructor have a shape.
 */
const Params = function Params() {} as unknown as new () => Record<string, string>
Params.prototype = Object.freeze(Object.create(null))
