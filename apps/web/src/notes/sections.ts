import type { NoteSections } from '../api.ts'

/** The four sections of a note, in the order in which they are written and shown. */
export const SECTIONS: readonly {
  readonly key: keyof NoteSections
  readonly title: string
  readonly hint: string
}[] = [
  { key: 'keyConcepts', title: 'Key concepts', hint: 'The terms, each in one line of your own.' },
  { key: 'notes', title: 'Notes', hint: 'What you understood, what you doubt, what to try.' },
  {
    key: 'codeExamples',
    title: 'Code examples',
    hint: 'The smallest code that shows it, between ``` lines.',
  },
  { key: 'takeaways', title: 'Takeaways', hint: 'What you will still want to know in a year.' },
]

export const EMPTY: NoteSections = { keyConcepts: '', notes: '', codeExamples: '', takeaways: '' }

export function sameSections(a: NoteSections, b: NoteSections): boolean {
  return SECTIONS.every(({ key }) => a[key] === b[key])
}

export function isEmpty(sections: NoteSections): boolean {
  return SECTIONS.every(({ key }) => sections[key].trim() === '')
}

export function mapSections(make: (key: keyof NoteSections) => string): NoteSections {
  return {
    keyConcepts: make('keyConcepts'),
    notes: make('notes'),
    codeExamples: make('codeExamples'),
    takeaways: make('takeaways'),
  }
}
