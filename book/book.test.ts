// Keeps every chapter true. How a chapter is written is said in README.md; of that, a program can check:
//
// - front matter: title, part, order, topics and code, the first four equal to `curriculum.yaml`;
// - the `## ` sections, and one `### ` per topic under Study, in the curriculum's order;
// - links: to files and to symbols that they declare, to headings, to other chapters; drawings and HTML that
//   the site's policy forbids (`compileMarkdown`, which sets the chapters for the site, finds these);
// - ```ts run: a complete program, which must type-check and print exactly what the ```text output fence
//   after it says. Other fences are not run;
// - check ids: `<concept>/<name>` in Build and Audit, each one a check that the auditor has, every stage graded, every
//   grade in the checklist.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { readCurriculum, type Concept } from '../apps/web/book/curriculum.ts'
import { compileMarkdown, type Page } from '../apps/web/book/markdown.ts'
import { topicAnchor } from '../apps/web/book/topics.ts'
import { checks } from '../packages/audit/src/index.ts'
import { examplesOf, readChapter, strayOutputs, type ChapterSource } from './verify/chapter.ts'
import { checkIds, itemsOf, partsOf } from './verify/checks.ts'
import { openWorkshop } from './verify/workshop.ts'

const folder = dirname(fileURLToPath(import.meta.url))
const root = dirname(folder)
const SECTIONS = [
  'The problem',
  'The principle',
  'Study',
  'Inside',
  'Build',
  'Break',
  'Audit',
  'Takeaways',
  'Questions',
  'Further reading',
]

const available = new Set<string>(checks.map(({ id }) => id))
const concepts = readCurriculum(join(folder, 'curriculum.yaml'))
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => basename(name, '.md'))
const sources = new Map(ids.map((id) => [id, readChapter(readFileSync(join(folder, `${id}.md`), 'utf8'))]))
const examples = ids.flatMap((id) => examplesOf(id, sourceOf(id)))
const workshop = openWorkshop(examples)
afterAll(() => workshop.close())
// The programs take turns; each hangs long before its test gives up on it.
vi.setConfig({ testTimeout: 300_000 })
const pages = new Map(ids.map((id) => [id, pageOf(id)]))

test('every chapter is named after a concept', () => {
  expect(ids.filter((id) => !concepts.has(id))).toEqual([])
})

describe.each(ids.filter((id) => concepts.has(id)))('%s', (id) => {
  const source = sourceOf(id)
  const concept = concepts.get(id) as Concept
  const page = pages.get(id) as Page

  test('its front matter says what the curriculum says', () => {
    const { title, part, order, topics } = concept
    const { code, ...rest } = source.frontMatter
    expect(rest).toEqual({ title, part, order, topics })
    expect(code, 'the paths that it is about').toEqual(expect.arrayContaining([expect.any(String)]))
    expect(
      (code as string[]).filter((path) => !existsSync(join(root, path))),
      'paths that do not exist',
    ).toEqual([])
  })

  test('it has the sections of a chapter, in order', () => {
    const [before, ...sections] = source.sections
    expect(sections.map(({ heading }) => heading)).toEqual(SECTIONS)
    expect(before?.prose.join('').trim(), 'prose before the first section').toBe('')
    for (const { heading, prose } of sections)
      expect(prose.join(' ').length, `prose in ${heading}`).toBeGreaterThan(100)
  })

  test('Study teaches every topic, in order', () => {
    const at = (heading: string) => page.toc.findIndex(({ level, text }) => level === 2 && text === heading)
    const study = page.toc.slice(at('Study') + 1, at('Inside')).filter(({ level }) => level === 3)
    // Against all headings, as the site does: it must send a reader who wants a topic to its place in Study.
    expect(concept.topics.map((topic) => topicAnchor(topic, page.toc))).toEqual(
      study.map(({ id: anchor }) => anchor),
    )
  })

  test('its links, drawings and HTML are sound', () => {
    expect(page.problems.map(({ line, text }) => `${id}.md:${source.bodyLine + line - 1}: ${text}`)).toEqual(
      [],
    )
    expect(page.links.flatMap((link) => missingHeading(id, link))).toEqual([])
    const prose = source.sections.flatMap((section) => section.prose).join('\n')
    expect(
      prose.match(/!\[[^\]]*\]\([^)]*\)|<(?:img|iframe|object|embed|script|link)\b[^>]*/gi) ?? [],
    ).toEqual([])
  })

  test('its check ids are well formed, and the checklist has every one that grades a stage', () => {
    const stages = partsOf(source, 'Build')
    const checklist = itemsOf(source, 'Audit')
    const graded = stages.flatMap(({ text }) => checkIds(text, concepts).ids)
    const listed = checkIds(checklist.join('\n'), concepts).ids
    const malformed = checkIds(
      [...stages.map(({ text }) => text), ...checklist].join('\n'),
      concepts,
    ).malformed
    expect(malformed).toEqual([])
    expect(
      stages
        .filter(({ text }) => checkIds(text, concepts).ids.length === 0 && !/\bBy hand: /.test(text))
        .map(({ heading }) => heading),
      'stages without a check',
    ).toEqual([])
    expect(
      graded.filter((check) => !listed.includes(check)),
      'missing in Audit',
    ).toEqual([])
    expect(checklist.filter((line) => !/^(?:`[a-z]+\/[a-z0-9-]+`|By hand:)/.test(line))).toEqual([])
    expect(partsOf(source, 'Break').length, 'labs').toBeGreaterThan(0)
  })

  test('its check ids are those of checks that the auditor has', () => {
    const texts = [...partsOf(source, 'Build').map(({ text }) => text), ...itemsOf(source, 'Audit')]
    const named = new Set(checkIds(texts.join('\n'), concepts).ids)
    expect([...named].filter((check) => !available.has(check))).toEqual([])
  })

  test('before the first lab it says how a program is run, with whichever Node the reader has', () => {
    const { prose = [] } = source.sections.find(({ heading }) => heading === 'Break') ?? {}
    const before = prose.slice(
      0,
      prose.findIndex((line) => line.startsWith('### ')),
    )
    expect(before.join(' ')).toMatch(/`npm run lab -- \w+\.ts`/)
    expect(source.body).not.toMatch(/node --conditions/)
  })

  test('its programs type-check', async () => {
    expect(await workshop.typeErrors(id)).toEqual([])
  })

  test('every program says what it prints, and every output has a program', () => {
    expect(
      examplesOf(id, source)
        .filter(({ output }) => output === undefined)
        .map(({ line }) => line),
    ).toEqual([])
    expect(strayOutputs(source)).toEqual([])
  })

  test.each(examples.filter((example) => example.chapter === id))(
    'the program at line $line prints what it says',
    async (example) => {
      const { stdout, stderr, code } = await workshop.outcome(example)
      expect({ stdout: stdout.trimEnd(), stderr: stderr.trimEnd(), code }).toEqual({
        stdout: example.output?.trimEnd(),
        stderr: '',
        code: 0,
      })
    },
  )
})

function sourceOf(id: string): ChapterSource {
  const source = sources.get(id)
  if (source === undefined) throw new Error(`There is no chapter ${id}.`)
  return source
}

function pageOf(id: string): Page {
  const { body } = sourceOf(id)
  return compileMarkdown(body, '', {
    root,
    folder: basename(folder),
    isConcept: (name) => concepts.has(name),
    onSource() {},
  })
}

/** A link into a chapter that is not written yet may stand. */
function missingHeading(id: string, link: Page['links'][number]): string[] {
  const target = link.kind === 'anchor' ? { concept: id, anchor: link.href.slice(1) } : link
  if (!('concept' in target) || target.anchor === '' || !pages.has(target.concept)) return []
  const known = pages.get(target.concept)?.sections.some(({ anchor }) => anchor === target.anchor)
  return known === true ? [] : [`${target.concept} has no heading #${target.anchor}`]
}
