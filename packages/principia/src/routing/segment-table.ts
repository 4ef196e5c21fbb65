/**
 * A map from fixed texts to values that is asked with a part of a longer text, which need not be cut out first.
 *
 * The texts are known when the table is made, so it looks for a few places at which they differ and reads no more than
 * the characters there; what that leads to is compared as a whole. A stranger cannot add to the table, so one who knows
 * which places count gains nothing.
 */
export class SegmentTable<V> {
  /** Where to read: from 0 on counted from the beginning of a text, below 0 from its end. */
  readonly #places: readonly number[]
  /** Open addressing. At most half of the slots are taken. */
  readonly #slots: readonly (Entry<V> | undefined)[]

  /** @param entries texts that differ from one another, with their values */
  constructor(entries: readonly (readonly [text: string, value: V])[]) {
    this.#places = tellingPlaces(entries.map(([text]) => text))
    const slots = Array.from<Entry<V> | undefined>({ length: 2 ** Math.ceil(Math.log2(entries.length * 2)) })
    for (const [text, value] of entries) {
      const hash = hashOf(text, 0, text.length, this.#places)
      let slot = hash & (slots.length - 1)
      while (slots[slot] !== undefined) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = { hash, text, value }
    }
    this.#slots = slots
  }

  /** The value of what stands in `text` from `start` to `end`. */
  get(text: string, start: number, end: number): V | undefined {
    const slots = this.#slots
    const mask = slots.length - 1
    const hash = hashOf(text, start, end, this.#places)
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]
      if (entry === undefined) return undefined
      // Cutting a part out and comparing it is two calls into V8; `startsWith` reads character by character.
      if (entry.hash === hash && text.slice(start, end) === entry.text) return entry.value
    }
  }
}

interface Entry<V> {
  readonly hash: number
  readonly text: string
  readonly value: V
}

/** Places to read at most: more would cost more than the texts' comparison does. */
const MAX_PLACES = 8

const CANDIDATES = [
  ...Array.from({ length: 16 }, (_none, index) => index),
  ...Array.from({ length: 16 }, (_none, index) => -1 - index),
]

/** Texts by which the places are chosen; what tells so many apart tells nearly all others apart. */
const SAMPLE = 1000

/** Chooses places one after another, each time the one that leaves the fewest texts alike. */
function tellingPlaces(all: readonly string[]): number[] {
  const texts = all.slice(0, SAMPLE)
  const places: number[] = []
  const told = (chosen: readonly number[]) =>
    new Set(texts.map((text) => hashOf(text, 0, text.length, chosen))).size
  let most = told(places)
  while (most < texts.length && places.length < MAX_PLACES) {
    const [best] = CANDIDATES.map((place) => ({ place, count: told([...places, place]) })).toSorted(
      (one, other) => other.count - one.count,
    )
    if (best === undefined || best.count <= most) break
    places.push(best.place)
    most = best.count
  }
  return places
}

/** The length and the characters at `places`, in the manner of FNV-1a. */
function hashOf(text: string, start: number, end: number, places: readonly number[]): number {
  let hash = end - start
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number
    const at = place < 0 ? end + place : start + place
    const code = at >= start && at < end ? text.charCodeAt(at) : 0
    hash = Math.imul(hash ^ code, 16_777_619)
  }
  return hash ^ (hash >>> 15)
}
