import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { readCurriculum, type Concept } from './curriculum.ts'
import { readFrontMatter } from './front-matter.ts'
import { compileMarkdown, type Page, type TocEntry } from './markdown.ts'
import { compileSource, expandSource, filesIn, isFolder, type SourcePage } from './source.ts'
import { topicAnchor } from './topics.ts'

export interface Chapter {
  readonly id: string
  readonly title: string
  readonly part: string
  readonly order: number
  readonly minutes: number
  readonly topics: readonly { readonly title: string; readonly anchor: string | null }[]
  readonly toc: readonly TocEntry[]
  readonly html: string
  readonly sections: readonly { anchor: string | null; heading: string | null; text: string }[]
  readonly code: readonly { readonly path: string }[]
}

export interface Book {
  readonly chapters: readonly Chapter[]
  readonly sources: readonly SourcePage[]
  /** `book/routing.md:12: what is wrong`. A book with problems must not be published. */
  readonly problems: readonly string[]
}

/**
 * Compiles every chapter of a folder that is named after a concept. The same input gives the same output,
 * byte for byte, and all problems of all chapters are found in one go.
 */
export function compileBook(root: string, folder: string, curriculumPath: string): Book {
  const concepts = readCurriculum(curriculumPath)
  const book = relative(root, folder)
  const linked = new Set<string>()
  const problems: string[] = []
  const compiled: { chapter: Chapter; page: Page; file: string }[] = []

  for (const concept of concepts.values()) {
    const file = join(folder, `${concept.id}.md`)
    if (!existsSync(file)) continue
    const { chapter, page, found } = compileChapter(root, book, file, concept, concepts, linked)
    compiled.push({ chapter, page, file })
    problems.push(...found)
  }
  for (const name of existsSync(folder) ? readdirSync(folder).toSorted() : []) {
    if (name.endsWith('.md') && name !== 'README.md' && !concepts.has(basename(name, '.md'))) {
      problems.push(`${join(book, name)}: the curriculum has no concept "${basename(name, '.md')}"`)
    }
  }
  problems.push(...brokenAnchors(compiled, book))
  const sources = [...new Set([...linked].flatMap((path) => expandSource(root, path)))].toSorted()
  return {
    chapters: compiled.map(({ chapter }) => chapter),
    sources: sources.map((path) => compileSource(root, path)),
    problems,
  }
}

function compileChapter(
  root: string,
  book: string,
  file: string,
  concept: Concept,
  concepts: ReadonlyMap<string, Concept>,
  linked: Set<string>,
): { chapter: Chapter; page: Page; found: string[] } {
  const front = readFrontMatter(readFileSync(file, 'utf8'), concept)
  const name = join(book, basename(file))
  const found = front.problems.map((problem) => `${name}: ${problem}`)
  const page = compileMarkdown(front.body, concept.title, {
    root,
    folder: book,
    isConcept: (id) => concepts.has(id),
    onSource: (path) => linked.add(path),
  })
  for (const { line, text } of page.problems) found.push(`${name}:${line + front.offset}: ${text}`)

  const code: string[] = []
  for (const path of front.code.map((given) => given.replace(/\/$/, ''))) {
    if (statSync(resolve(root, path), { throwIfNoEntry: false }) === undefined) {
      found.push(`${name}: code: there is no ${path}`)
    } else {
      code.push(...(isFolder(root, path) ? filesIn(root, path) : [path]))
    }
  }
  for (const path of code) linked.add(path)
  const chapter = {
    id: concept.id,
    title: concept.title,
    part: concept.part,
    order: concept.order,
    minutes: page.minutes,
    topics: concept.topics.map((title) => ({ title, anchor: topicAnchor(title, page.toc) })),
    toc: page.toc,
    html: page.html,
    sections: page.sections.map(({ anchor, heading, text }) => ({ anchor, heading, text })),
    code: code.map((path) => ({ path })),
  }
  return { chapter, page, found }
}

/** Links to headings, checked once every chapter is known. A link into a chapter not yet written may stand. */
function brokenAnchors(
  compiled: readonly { chapter: Chapter; page: Page; file: string }[],
  book: string,
): string[] {
  const anchors = new Map(
    compiled.map(({ chapter }) => [chapter.id, new Set(chapter.sections.map(({ anchor }) => anchor))]),
  )
  return compiled.flatMap(({ chapter, page, file }) =>
    page.links.flatMap((link) => {
      const [concept, anchor] =
        link.kind === 'anchor'
          ? [chapter.id, link.href.slice(1)]
          : link.kind === 'chapter'
            ? [link.concept, link.anchor]
            : [chapter.id, '']
      const known = anchors.get(concept)
      return anchor === '' || known === undefined || known.has(anchor)
        ? []
        : [`${join(book, basename(file))}: there is no heading #${anchor} in ${concept}`]
    }),
  )
}
