import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { compileBook, type Book } from './compile.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const compileFixture = (): Book =>
  compileBook(fixtures, join(fixtures, 'book'), join(fixtures, 'book/curriculum.yaml'))

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A book of one chapter on routing, in a repository of its own. */
function compileText(markdown: string, files: Readonly<Record<string, string>> = {}): Book {
  const root = mkdtempSync(join(tmpdir(), 'book-'))
  folders.push(root)
  mkdirSync(join(root, 'book'))
  const curriculum = readFileSync(join(fixtures, 'book/curriculum.yaml'), 'utf8')
  writeFileSync(join(root, 'book/curriculum.yaml'), curriculum)
  writeFileSync(join(root, 'book/routing.md'), markdown)
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text)
  return compileBook(root, join(root, 'book'), join(root, 'book/curriculum.yaml'))
}

test('a chapter takes its title, part, order and topics from the curriculum', () => {
  const { chapters, problems } = compileFixture()
  expect(problems).toEqual([])
  expect(chapters).toHaveLength(1)
  const [chapter] = chapters
  expect(chapter).toMatchObject({ id: 'routing', title: 'Routing', part: 'The request', order: 2 })
  expect(chapter?.minutes).toBeGreaterThan(0)
  expect(chapter?.code).toEqual([{ path: 'code/match.ts' }])
})

test('a topic points at the section that teaches it, or nowhere', () => {
  expect(compileFixture().chapters[0]?.topics).toEqual([
    { title: 'mapping method and path to code; path parameters against query parameters', anchor: null },
    {
      title: 'static, dynamic, wildcard and catch-all routes',
      anchor: 'static-dynamic-wildcard-and-catch-all-routes',
    },
    { title: 'API versioning by path, header and media type', anchor: 'api-versioning' },
  ])
})

test('headings become anchors without their number, and the table of contents lists them', () => {
  const [chapter] = compileFixture().chapters
  expect(chapter?.toc.slice(0, 3)).toEqual([
    { id: 'the-problem', text: '1. The problem', level: 2 },
    { id: 'the-principle', text: '2. The principle', level: 2 },
    { id: 'study', text: '3. Study', level: 2 },
  ])
  expect(chapter?.html).toContain('<h2 id="the-problem">')
  expect(chapter?.html).not.toContain('<h1')
})

test('links to files of the repository open the source page at the line of the symbol', () => {
  const { chapters, sources } = compileFixture()
  expect(chapters[0]?.html).toContain('href="/source/code/match.ts#L8"')
  expect(chapters[0]?.html).toContain('href="/source/code/match.ts#L2"')
  expect(chapters[0]?.html).toContain('href="/source/code"')
  expect(sources.map(({ path, lines }) => [path, lines])).toEqual([
    ['code', 1],
    ['code/match.ts', 14],
  ])
})

test('a source page has one anchor per line and says nothing but the file', () => {
  const source = compileFixture().sources.find(({ path }) => path === 'code/match.ts')
  expect(source?.html.match(/id="L\d+"/g)).toHaveLength(14)
  const text = (source?.html ?? '')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
  expect(text).toBe(readFileSync(join(fixtures, 'code/match.ts'), 'utf8'))
})

test('links to chapters become pages of the site', () => {
  expect(compileFixture().chapters[0]?.html).toContain('href="/learn/http#anatomy"')
})

test('what is compiled holds no inline style and no script', () => {
  for (const { html } of [...compileFixture().chapters, ...compileFixture().sources]) {
    expect(html).not.toMatch(/\sstyle=|<script|<style|\son\w+=/)
  }
})

test('code is coloured by classes and loses none of its text', () => {
  const { chapters } = compileText('---\n---\n\n```ts\nconst a = "<b>" // & c\n```\n')
  const code = /<code>(.*)<\/code>/s.exec(chapters[0]?.html ?? '')?.[1] ?? ''
  expect(code).toContain('<span class="t-keyword">const</span>')
  expect(code.replace(/<[^>]*>/g, '')).toBe('const a = &quot;&lt;b&gt;&quot; // &amp; c')
})

test('a drawing is part of the page, its ids its own', () => {
  const html = compileFixture().chapters[0]?.html ?? ''
  expect(html).toContain('<figure class="drawing"><svg role="img"')
  expect(html).toContain('id="drawing-1-arrow"')
  expect(html).toContain('url(#drawing-1-arrow)')
  expect(html).toContain(
    '<figcaption>A request walks one branch; the other routes cost it nothing.</figcaption>',
  )
})

test('sections hold the plain text of each heading for search', () => {
  const sections = compileFixture().chapters[0]?.sections ?? []
  expect(sections[0]).toMatchObject({ anchor: null, heading: null })
  const problem = sections.find(({ anchor }) => anchor === 'the-problem')
  expect(problem?.text).toContain('one function to call')
  expect(problem?.text).not.toContain('**')
  expect(sections.map(({ text }) => text).join()).not.toContain('<svg')
})

test('the same input gives the same output', () => {
  expect(JSON.stringify(compileFixture())).toBe(JSON.stringify(compileFixture()))
})

test('a book without chapters is a book', () => {
  const root = mkdtempSync(join(tmpdir(), 'book-'))
  folders.push(root)
  const curriculum = join(fixtures, 'book/curriculum.yaml')
  expect(compileBook(root, join(root, 'book'), curriculum)).toEqual({
    chapters: [],
    sources: [],
    problems: [],
  })
})

const FRONT = '---\ntitle: Routing\n---\n'
test.each([
  [
    'a missing file',
    `${FRONT}\n[x](../src/nothing.ts)`,
    'book/routing.md:5: "../src/nothing.ts": there is no src/nothing.ts',
  ],
  [
    'a missing symbol',
    `${FRONT}\n[x](../a.ts#Nobody)`,
    'book/routing.md:5: "../a.ts#Nobody": a.ts does not declare Nobody',
  ],
  [
    'a use that is not a declaration',
    `${FRONT}\n[x](../a.ts#used)`,
    'book/routing.md:5: "../a.ts#used": a.ts does not declare used',
  ],
  [
    'a line past the end',
    `${FRONT}\n[x](../a.ts#L99)`,
    'book/routing.md:5: "../a.ts#L99": a.ts does not declare L99',
  ],
  [
    'a path out of the repository',
    `${FRONT}\n[x](../../secret)`,
    'book/routing.md:5: "../../secret" is outside what the site may show',
  ],
  [
    'a heading that is not there',
    `${FRONT}\n[x](#nowhere)`,
    'book/routing.md: there is no heading #nowhere in routing',
  ],
  [
    'a style in a drawing',
    `${FRONT}\n\`\`\`svg\n<svg viewBox="0 0 1 1"><path style="fill:red"/></svg>\n\`\`\``,
    /book\/routing.md:5: the drawing has a style attribute/,
  ],
  [
    'a script in a drawing',
    `${FRONT}\n\`\`\`svg\n<svg viewBox="0 0 1 1"><script>1</script></svg>\n\`\`\``,
    /the drawing has a <script>/,
  ],
  ['a style in HTML', `${FRONT}\n<div style="color:red">x</div>`, /the HTML has a style/],
  ['an unknown language', `${FRONT}\n\`\`\`klingon\nx\n\`\`\``, /no highlighting for the language "klingon"/],
  [
    'a title that contradicts the curriculum',
    '---\ntitle: Roads\n---\n',
    /title: "Roads", but the curriculum says "Routing"/,
  ],
  ['a topic of another concept', '---\ntopics: [tea]\n---\n', /"tea" is not a topic of routing/],
  ['code that is not there', '---\ncode: [src/x.ts]\n---\n', /code: there is no src\/x.ts/],
  ['no front matter', 'Just text', /no front matter/],
])('the build names %s', (_, markdown, problem) => {
  const { problems } = compileText(markdown, { 'a.ts': 'import { used } from "b"\nused()\n' })
  expect(problems).toEqual([expect.stringMatching(problem)])
})

test('a spaced hyphen is set as a dash, in headings too, but not in code', () => {
  const { chapters } = compileText('---\n---\n\n## A - b\n\nc -\nd `e - f` g-h\n')
  expect(chapters[0]?.toc).toEqual([{ id: 'a-b', text: 'A – b', level: 2 }])
  expect(chapters[0]?.html).toContain('c –\nd <code>e - f</code> g-h')
})

test('a program and what it prints are marked as such', () => {
  const { chapters } = compileText('---\n---\n\n```ts run title="a.ts"\n1\n```\n\n```text output\n1\n```\n')
  expect(chapters[0]?.html).toContain('data-language="ts" data-role="run"><figcaption>a.ts</figcaption>')
  expect(chapters[0]?.html).toContain('data-language="text" data-role="output"')
})
