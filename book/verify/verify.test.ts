import { afterAll, expect, test } from 'vitest'
import { examplesOf, readChapter, strayOutputs } from './chapter.ts'
import { checkIds, itemsOf, partsOf } from './checks.ts'
import { openWorkshop } from './workshop.ts'

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, '```'].join('\n')

const chapter = readChapter(
  [
    '---\ntitle: Routing\n---',
    '## Study',
    fence('ts run', "console.log('## not a section')"),
    fence('text output', '## not a section'),
    fence(
      'ts run title="shop.ts"',
      "import { route } from 'principia'",
      '',
      'const one: string = 1',
      'console.log(one)',
    ),
    fence('sh', 'ls'),
    fence('text output', 'stray'),
    fence('ts run', "console.error('to stderr')", 'process.exit(3)'),
    '## Build',
    'Before the stages `routing/before`.',
    '### 1. First',
    'Graded by `routing/not-found`, not by `application/json`.',
    '### 2. Second',
    'Graded by `routing/Not_Kebab`.',
    '## Audit',
    '- `routing/not-found` - a path',
    '  that goes on.',
    '- By hand: look.',
  ].join('\n\n'),
)
const examples = examplesOf('routing', chapter)
const workshop = openWorkshop(examples)
afterAll(() => workshop.close())

test('fences hide headings, and a program takes the output that follows it directly', () => {
  expect(chapter.frontMatter).toEqual({ title: 'Routing' })
  expect(chapter.sections.map(({ heading }) => heading)).toEqual(['', 'Study', 'Build', 'Audit'])
  expect(examples.map(({ file, output }) => [file, output])).toEqual([
    ['example.ts', '## not a section'],
    ['shop.ts', undefined],
    ['example.ts', undefined],
  ])
  expect(strayOutputs(chapter)).toHaveLength(1)
})

test('check ids are found in stages and items, and malformed ones told apart', () => {
  const concepts = new Map([['routing', true]])
  const stages = partsOf(chapter, 'Build')
  expect(stages.map(({ heading }) => heading)).toEqual(['1. First', '2. Second'])
  expect(stages.map(({ text }) => checkIds(text, concepts))).toEqual([
    { ids: ['routing/not-found'], malformed: [] },
    { ids: [], malformed: ['`routing/Not_Kebab`'] },
  ])
  expect(itemsOf(chapter, 'Audit')).toEqual(['`routing/not-found` - a path that goes on.', 'By hand: look.'])
})

test('programs run, and what they print and how they end is seen', async () => {
  const [good, , failing] = await Promise.all(examples.map((example) => workshop.outcome(example)))
  expect(good).toEqual({ stdout: '## not a section\n', stderr: '', code: 0 })
  expect(failing).toEqual({ stdout: '', stderr: 'to stderr\n', code: 3 })
})

test('a type error is reported at its line in the chapter', async () => {
  const line = (examples[1]?.line ?? 0) + 3
  expect(await workshop.typeErrors('routing')).toEqual([
    expect.stringMatching(`^routing.md:${line}: error TS2322`),
  ])
  expect(await workshop.typeErrors('validation')).toEqual([])
})
