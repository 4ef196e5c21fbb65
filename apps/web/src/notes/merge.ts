import { commonPairs } from './diff.ts'

export interface Merge {
  readonly text: string
  /** False when the same place was changed on both sides: the text then holds both, between markers. */
  readonly clean: boolean
}

const MINE = '<<<<<<< mine'
const BETWEEN = '======='
const THEIRS = '>>>>>>> theirs'

/**
 * Three-way merge by lines: what only one side changed is taken; what both changed alike is taken once; what
 * both changed differently is kept twice, marked. No line of either side is dropped without a change that asks
 * for it.
 */
export function merge(base: string, mine: string, theirs: string): Merge {
  const origin = base.split('\n')
  const left = mine.split('\n')
  const right = theirs.split('\n')
  const toLeft = new Map(commonPairs(origin, left))
  const toRight = new Map(commonPairs(origin, right))

  const out: string[] = []
  let clean = true
  let o = 0
  let l = 0
  let r = 0
  const take = (nextO: number, nextL: number, nextR: number): void => {
    const chunk = resolveChunk(origin.slice(o, nextO), left.slice(l, nextL), right.slice(r, nextR))
    out.push(...chunk.lines)
    clean &&= chunk.clean
    o = nextO
    l = nextL
    r = nextR
  }
  for (let i = 0; i < origin.length; i++) {
    const inLeft = toLeft.get(i)
    const inRight = toRight.get(i)
    if (inLeft === undefined || inRight === undefined) continue
    take(i, inLeft, inRight)
    take(i + 1, inLeft + 1, inRight + 1)
  }
  take(origin.length, left.length, right.length)
  return { text: out.join('\n'), clean }
}

export function hasMarkers(text: string): boolean {
  return text.split('\n').some((line) => line === MINE || line === THEIRS)
}

function resolveChunk(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): { lines: readonly string[]; clean: boolean } {
  if (sameLines(mine, theirs) || sameLines(base, theirs)) return { lines: mine, clean: true }
  if (sameLines(base, mine)) return { lines: theirs, clean: true }
  return { lines: [MINE, ...mine, BETWEEN, ...theirs, THEIRS], clean: false }
}

const sameLines = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index])
