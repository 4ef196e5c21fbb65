import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The repository's folder, from which all paths that the Academy shows are counted. */
export const repository = join(import.meta.dirname, '../../../..')

/** Where the web front end's build left the compiled book. */
const compiled = join(repository, 'apps/web/dist/book')

/** The curriculum as the book's `curriculum.yaml` has it. */
export interface Curriculum {
  readonly parts: readonly {
    readonly title: string
    readonly concepts: readonly {
      readonly id: string
      readonly title: string
      readonly topics: readonly string[]
    }[]
  }[]
  readonly paths: readonly {
    readonly id: string
    readonly title: string
    readonly concepts: readonly string[]
  }[]
  readonly statuses: readonly string[]
  readonly cycle: readonly { readonly step: string; readonly question: string }[]
  readonly noteSections: readonly string[]
  readonly capstones: readonly {
    readonly id: string
    readonly level: string
    readonly title: string
    readonly concepts: readonly string[]
  }[]
}

/** A chapter's text as plain sections, for search. */
export interface ChapterText {
  readonly id: string
  readonly title: string
  readonly minutes: number
  readonly sections: readonly { readonly anchor: string; readonly heading: string; readonly text: string }[]
}

export interface Book {
  readonly curriculum: Curriculum
  /** Whether the curriculum has a concept of this id. */
  has(concept: string): boolean
  /** The title of a concept; its id where the curriculum has no such concept. */
  titleOf(concept: string): string
  readonly chapters: ReadonlyMap<string, ChapterText>
  /** Where the JSON of a compiled chapter is, as it is sent. */
  chapterFile(concept: string): string | undefined
  /** Where the JSON of a source file is that some chapter links. */
  sourceFile(path: string): string | undefined
}

/** Reads the curriculum and what the build made of the chapters. */
function loadBook(): Book {
  const curriculum = readCurriculum()
  const titles = new Map(
    curriculum.parts.flatMap(({ concepts }) => concepts.map(({ id, title }) => [id, title] as const)),
  )
  const chapters = new Map(
    readIndex().map(
      ({ id }) => [id, JSON.parse(readFileSync(chapterPath(id), 'utf8')) as ChapterText] as const,
    ),
  )
  return {
    curriculum,
    has: (concept) => titles.has(concept),
    titleOf: (concept) => titles.get(concept) ?? concept,
    chapters,
    chapterFile: (concept) => (chapters.has(concept) ? chapterPath(concept) : undefined),
    sourceFile: sourcePath,
  }
}

function chapterPath(concept: string): string {
  return join(compiled, `${concept}.json`)
}

function readCurriculum(): Curriculum {
  const { note, parts, ...rest } = parse(readFileSync(join(repository, 'book/curriculum.yaml'), 'utf8')) as {
    note: string[]
    parts: { part: string; concepts: Curriculum['parts'][number]['concepts'] }[]
  } & Omit<Curriculum, 'noteSections' | 'parts'>
  return {
    ...rest,
    parts: parts.map(({ part, concepts }) => ({ title: part, concepts })),
    noteSections: note,
  }
}

function readIndex(): { id: string }[] {
  const path = join(compiled, 'index.json')
  if (!existsSync(path)) return []
  return (JSON.parse(readFileSync(path, 'utf8')) as { chapters: { id: string }[] }).chapters
}

/** Only what the build put there can be read: the name is one flat file name, whatever the path says. */
function sourcePath(path: string): string | undefined {
  if (!/^[\w./-]+$/.test(path)) return undefined
  const file = join(compiled, 'source', `${path.replaceAll('/', '__')}.json`)
  return existsSync(file) ? file : undefined
}

export const book = loadBook()
