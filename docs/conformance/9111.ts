import type { Section } from './requirement.ts'

const NO_NAMES =
  'Its `Cache-Control` has no fields behind `no-cache` and `private`: caches treat both forms alike. What a handler writes is its own.'

/** RFC 9111: what it asks of those who write the fields. */
export const caching: readonly Section[] = [
  {
    section: '5.1',
    title: 'Age',
    requirements: [
      {
        id: '9111-5.1-1',
        level: 'MUST NOT',
        text: 'sends `Age`, which would say that a cache made the answer.',
      },
    ],
  },
  {
    section: '5.2.2',
    title: 'Response Cache-Control directives',
    requirements: [
      { id: '9111-5.2.2.1-1', level: 'MUST NOT', text: 'writes the number of `max-age` in quotes.' },
      { id: '9111-5.2.2.3-1', level: 'SHOULD', text: 'writes `no-store` beside `must-understand`.' },
      {
        id: '9111-5.2.2.4-1',
        level: 'SHOULD NOT',
        text: 'writes the fields behind `no-cache` without quotes.',
        notApplicable: NO_NAMES,
      },
      {
        id: '9111-5.2.2.7-1',
        level: 'SHOULD NOT',
        text: 'writes the fields behind `private` without quotes.',
        notApplicable: NO_NAMES,
      },
      { id: '9111-5.2.2.10-1', level: 'MUST NOT', text: 'writes the number of `s-maxage` in quotes.' },
    ],
  },
  {
    section: '5.3',
    title: 'Expires',
    requirements: [
      {
        id: '9111-5.3-1',
        level: 'MUST NOT',
        text: 'sends the field where it has no clock, but for fixed dates.',
        notApplicable: 'It has a clock.',
      },
    ],
  },
]
