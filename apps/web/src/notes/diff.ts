export interface Edit<T> {
  readonly kind: 'same' | 'removed' | 'added'
  readonly items: readonly T[]
}

/** Above this many cells of comparison the middle counts as replaced, so that a huge paste cannot freeze the page. */
const MAX_CELLS = 4_000_000

/** What turns `a` into `b`, by a longest common subsequence. Removals come before additions. */
export function diff<T>(a: readonly T[], b: readonly T[]): Edit<T>[] {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++

  const edits: { kind: Edit<T>['kind']; items: T[] }[] = []
  const push = (kind: Edit<T>['kind'], items: readonly T[]): void => {
    if (items.length === 0) return
    const last = edits.at(-1)
    if (last?.kind === kind) last.items.push(...items)
    else edits.push({ kind, items: [...items] })
  }
  push('same', a.slice(0, start))
  const left = a.slice(start, a.length - end)
  const right = b.slice(start, b.length - end)
  let i = 0
  let j = 0
  for (const [x, y] of commonPairs(left, right)) {
    push('removed', left.slice(i, x))
    push('added', right.slice(j, y))
    push('same', left.slice(x, x + 1))
    i = x + 1
    j = y + 1
  }
  push('removed', left.slice(i))
  push('added', right.slice(j))
  push('same', a.slice(a.length - end))
  return edits
}

/** Index pairs of a longest common subsequence, in order. */
export function commonPairs<T>(a: readonly T[], b: readonly T[]): [number, number][] {
  const width = b.length + 1
  if (a.length * b.length > MAX_CELLS) return []
  const lengths = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

export interface Piece {
  readonly text: string
  readonly changed: boolean
}

/** One row of two texts side by side; null where a side has no line. */
export interface Row {
  readonly left: readonly Piece[] | null
  readonly right: readonly Piece[] | null
  readonly changed: boolean
}

/** Two texts as rows, changed lines paired in order and their differing words marked. */
export function sideBySide(left: string, right: string): Row[] {
  const rows: Row[] = []
  let removed: readonly string[] = []
  const flush = (added: readonly string[]): void => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++)
      rows.push(changedRow(removed[i], added[i]))
    removed = []
  }
  for (const { kind, items } of diff(left.split('\n'), right.split('\n'))) {
    if (kind === 'removed') {
      removed = items
    } else if (kind === 'added') {
      flush(items)
    } else {
      flush([])
      for (const text of items) {
        const pieces = [{ text, changed: false }]
        rows.push({ left: pieces, right: pieces, changed: false })
      }
    }
  }
  flush([])
  return rows
}

function changedRow(left: string | undefined, right: string | undefined): Row {
  if (left === undefined || right === undefined) {
    return { left: whole(left), right: whole(right), changed: true }
  }
  const edits = diff(words(left), words(right))
  const side = (other: 'removed' | 'added'): Piece[] =>
    edits
      .filter(({ kind }) => kind !== other)
      .map(({ kind, items }) => ({ text: items.join(''), changed: kind !== 'same' }))
  return { left: side('added'), right: side('removed'), changed: true }
}

const whole = (text: string | undefined): Piece[] | null =>
  text === undefined ? null : [{ text, changed: true }]
const words = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []
