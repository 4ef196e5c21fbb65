import type { Section } from '../requirement.ts'

/** RFC 9110, chapter 14. */
export const ranges: readonly Section[] = [
  {
    section: '14.1.2',
    title: 'Byte ranges',
    requirements: [
      { id: '9110-14.1.2-1', level: 'MUST', text: 'is ready for numbers beyond what its integers hold.' },
    ],
  },
  {
    section: '14.2',
    title: 'Range',
    requirements: [
      { id: '9110-14.2-1', level: 'MUST', text: 'ignores the field for other methods than GET.' },
      { id: '9110-14.2-2', level: 'MUST', text: 'ignores units that it does not know.' },
      { id: '9110-14.2-3', level: 'SHOULD', text: 'answers with 206 and the ranges that there are.' },
      { id: '9110-14.2-4', level: 'SHOULD', text: 'answers with 416 where there are none of them.' },
    ],
  },
  {
    section: '14.4',
    title: 'Content-Range',
    requirements: [
      {
        id: '9110-14.4-1',
        level: 'MUST',
        text: 'ignores the field in requests of methods that do not know it.',
      },
      { id: '9110-14.4-2', level: 'SHOULD', text: 'tells the length of the whole where it knows it.' },
      { id: '9110-14.4-3', level: 'SHOULD', text: 'tells the length of the whole with a 416.' },
    ],
  },
  {
    section: '14.5',
    title: 'Partial PUT',
    requirements: [
      {
        id: '9110-14.5-1',
        level: 'SHOULD',
        text: 'answers a PUT with `Content-Range` with 400 where it cannot replace a part.',
      },
    ],
  },
]
