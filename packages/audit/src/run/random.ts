/** Random numbers that are the same for the same seed. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number
  /** A whole number from `least` to `most`. */
  readonly between: (least: number, most: number) => number
  readonly pick: <T>(values: readonly T[]) => T
  /** So many letters and digits. */
  readonly word: (length?: number) => string
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** @param seed any text: the run's seed and the check's id, so that each check sees the same numbers in any order of checks */
export function randomOf(seed: string): Random {
  let state = hash(seed)
  // Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough to choose examples by.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    pick: (values) => values[between(0, values.length - 1)] as (typeof values)[number],
    word: (length = 10) => Array.from({ length }, () => LETTERS[between(0, LETTERS.length - 1)]).join(''),
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value
}
