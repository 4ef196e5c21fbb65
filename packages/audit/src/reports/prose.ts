// What is said of mending, as pages show it. Browsers use this too.

const CODE = /`([^`]+)`/

/** Whether it is a sentence, which begins and ends like one; anything else is code. */
export function isProse(words: string): boolean {
  return /^[A-Z`][^{}();=<>]*\.$/s.test(
    words
      .split(CODE)
      .filter((_, index) => index % 2 === 0)
      .join('`'),
  )
}

/** A sentence, cut where code begins and ends that stands between backticks. */
export function partsOf(words: string): { readonly text: string; readonly isCode: boolean }[] {
  return words
    .split(CODE)
    .map((text, index) => ({ text, isCode: index % 2 === 1 }))
    .filter(({ text }) => text !== '')
}
