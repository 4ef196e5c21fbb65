import { expect, test } from 'vitest'
import { isProse, partsOf } from './prose.ts'

test('a sentence is told from code, whatever code is in it', () => {
  const sentences = [
    'Leave it on.',
    'Set `a = {};` there.',
    '`return 444;` for all others.',
    'A name\nof two lines.',
  ]
  expect(sentences.filter((each) => !isProse(each))).toEqual([])
  const code = ['app.use(it)', 'etag on;', 'Use(x) and say so.', 'a: b', '']
  expect(code.filter(isProse)).toEqual([])
})

test('code within a sentence is what stands between backticks', () => {
  expect(partsOf('Leave `a` and `b`.')).toEqual([
    { text: 'Leave ', isCode: false },
    { text: 'a', isCode: true },
    { text: ' and ', isCode: false },
    { text: 'b', isCode: true },
    { text: '.', isCode: false },
  ])
  expect(partsOf('A lone ` is one.')).toEqual([{ text: 'A lone ` is one.', isCode: false }])
})
