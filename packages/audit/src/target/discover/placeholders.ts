import type { Random } from '../../run/random.ts'

/** Puts a few letters, other ones each time, in place of `{{random}}`, in all texts of a value. */
export function fillRandom<T>(value: T, random: Random): T {
  // One value has one: `{{random}}` in a body's two members is the same text, so that they can be compared.
  const word = random.word(10)
  return mapTexts(value, (text) => text.replaceAll('{{random}}', word)) as T
}

/** A copy of a value with each of its texts changed; the names of members stay. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapTexts(each, change)]))
}
