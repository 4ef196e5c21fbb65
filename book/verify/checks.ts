import type { ChapterSource } from './chapter.ts'

/** One `### ` of a section, with its text. */
interface Part {
  readonly heading: string
  readonly text: string
}

export function partsOf({ sections }: ChapterSource, section: string): Part[] {
  const parts: { heading: string; lines: string[] }[] = []
  for (const line of sections.find(({ heading }) => heading === section)?.prose ?? []) {
    if (line.startsWith('### ')) parts.push({ heading: line.slice(4).trim(), lines: [] })
    else parts.at(-1)?.lines.push(line)
  }
  return parts.map(({ heading, lines }) => ({ heading, text: lines.join('\n') }))
}

/** The items of a section's list, without their bullets; a continued line belongs to its item. */
export function itemsOf({ sections }: ChapterSource, section: string): string[] {
  const items: string[] = []
  for (const line of sections.find(({ heading }) => heading === section)?.prose ?? []) {
    if (/^[-*] /.test(line)) items.push(line.slice(2).trim())
    else if (/^ {2,}\S/.test(line)) items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return items
}

/**
 * The audit checks that a text names: code such as `routing/allow-header`, a concept and a name in
 * kebab-case. Whatever begins like one and is not, is malformed.
 */
export function checkIds(
  text: string,
  concepts: ReadonlyMap<string, unknown>,
): { ids: string[]; malformed: string[] } {
  const named = [...text.matchAll(/`([a-z]+)\/([^`\s]*)`/g)].filter(([, concept]) =>
    concepts.has(concept ?? ''),
  )
  const wellFormed = (name: string | undefined) => /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name ?? '')
  return {
    ids: named.filter(([, , name]) => wellFormed(name)).map(([, concept, name]) => `${concept}/${name}`),
    malformed: named.filter(([, , name]) => !wellFormed(name)).map(([code]) => code),
  }
}
