import type { NoteSections } from '../tables/tables.ts'

/** A note as one Markdown document, in the order of the template. */
export function noteToMarkdown(title: string, sections: NoteSections): string {
  return [
    `# ${title}`,
    ...part('Key concepts', sections.keyConcepts),
    ...part('Notes', sections.notes),
    ...part('Code examples', sections.codeExamples),
    ...part('Takeaways', sections.takeaways),
  ]
    .join('\n\n')
    .concat('\n')
}

function part(heading: string, text: string): string[] {
  return [`## ${heading}`, ...(text.trim() === '' ? [] : [text.trim()])]
}
