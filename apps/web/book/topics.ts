import type { TocEntry } from './markdown.ts'

/**
 * Finds the section that teaches a topic: the heading whose telling words mostly stand in the topic. Null
 * when none is close enough, since a link to the wrong place is worse than none.
 */
export function topicAnchor(topic: string, toc: readonly TocEntry[]): string | null {
  const wanted = new Set(tellingWords(topic))
  let best: { id: string; score: number } | undefined
  for (const { id, text } of toc) {
    const words = tellingWords(text)
    const shared = words.filter((word) => wanted.has(word)).length
    if (words.length === 0 || shared / words.length < 0.6) continue
    const score = shared + shared / words.length
    if (best === undefined || score > best.score) best = { id, score }
  }
  return best?.id ?? null
}

/** Words that carry meaning, in a crude singular, so that "route" meets "routes". */
function tellingWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !COMMON.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ing|es|s|e)$/, '') : word))
}

const COMMON = new Set('and against for from not that the this with how its into when what does'.split(' '))
