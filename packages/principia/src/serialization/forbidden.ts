/**
 * What no decoded value may hold, whatever its format: the character U+0000, which PostgreSQL's text cannot
 * hold, and halves of surrogate pairs, which UTF-8 cannot.
 */
export function whyForbiddenText(text: string): string | undefined {
  if (text.includes('\0')) return 'a text holds the character U+0000'
  return text.isWellFormed() ? undefined : 'a text holds half of a surrogate pair'
}

/** As for texts; and `__proto__`, which code that copies objects would mistake for a prototype. */
export function whyForbiddenName(name: string): string | undefined {
  return name === '__proto__' ? 'a member is named "__proto__"' : whyForbiddenText(name)
}
