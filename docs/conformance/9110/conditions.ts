import type { Section } from '../requirement.ts'

/** RFC 9110, chapter 13. */
export const conditions: readonly Section[] = [
  {
    section: '13.1.1',
    title: 'If-Match',
    requirements: [
      { id: '9110-13.1.1-1', level: 'MUST', text: 'compares strongly.' },
      { id: '9110-13.1.1-2', level: 'MUST', text: 'decides before it carries out the method.' },
      {
        id: '9110-13.1.1-3',
        level: 'MUST NOT',
        text: 'carries out the method where the condition is false.',
      },
    ],
  },
  {
    section: '13.1.2',
    title: 'If-None-Match',
    requirements: [
      { id: '9110-13.1.2-1', level: 'MUST', text: 'compares weakly.' },
      { id: '9110-13.1.2-2', level: 'MUST', text: 'decides before it carries out the method.' },
      {
        id: '9110-13.1.2-3',
        level: 'MUST NOT',
        text: 'carries out the method where the condition is false.',
      },
      {
        id: '9110-13.1.2-4',
        level: 'MUST',
        text: 'then answers a GET or HEAD with 304, all others with 412.',
      },
    ],
  },
  {
    section: '13.1.3',
    title: 'If-Modified-Since',
    requirements: [
      { id: '9110-13.1.3-1', level: 'MUST', text: 'ignores it beside `If-None-Match`.' },
      {
        id: '9110-13.1.3-2',
        level: 'MUST',
        text: 'ignores it where it is no date, or several, or the method is another than GET and HEAD.',
      },
      {
        id: '9110-13.1.3-3',
        level: 'MUST',
        text: 'ignores it where the date of the last change is not known.',
      },
      { id: '9110-13.1.3-4', level: 'MUST', text: 'reads the date by its own clock.' },
      { id: '9110-13.1.3-5', level: 'SHOULD', text: 'decides before it carries out the method.' },
      { id: '9110-13.1.3-6', level: 'SHOULD NOT', text: 'sends what has not changed since.' },
      {
        id: '9110-13.1.3-7',
        level: 'SHOULD',
        text: 'then answers with 304 and what helps to update a copy.',
      },
    ],
  },
  {
    section: '13.1.4',
    title: 'If-Unmodified-Since',
    requirements: [
      { id: '9110-13.1.4-1', level: 'MUST', text: 'ignores it beside `If-Match`.' },
      { id: '9110-13.1.4-2', level: 'MUST', text: 'ignores it where it is no date.' },
      {
        id: '9110-13.1.4-3',
        level: 'MUST',
        text: 'ignores it where the date of the last change is not known.',
      },
      { id: '9110-13.1.4-4', level: 'MUST', text: 'reads the date by its own clock.' },
      { id: '9110-13.1.4-5', level: 'MUST', text: 'decides before it carries out the method.' },
      {
        id: '9110-13.1.4-6',
        level: 'MUST NOT',
        text: 'carries out the method where the condition is false.',
      },
    ],
  },
  {
    section: '13.1.5',
    title: 'If-Range',
    requirements: [
      { id: '9110-13.1.5-1', level: 'MUST', text: 'ignores it without a `Range`.' },
      { id: '9110-13.1.5-2', level: 'MUST', text: 'ignores it where a resource has no ranges.' },
      { id: '9110-13.1.5-3', level: 'MUST', text: 'decides before it carries out the method.' },
      { id: '9110-13.1.5-4', level: 'MUST', text: 'ignores the `Range` where the condition is false.' },
      { id: '9110-13.1.5-5', level: 'SHOULD', text: 'gives the range where it is true.' },
    ],
  },
  {
    section: '13.2.1',
    title: 'When to evaluate',
    requirements: [
      {
        id: '9110-13.2.1-1',
        level: 'MUST',
        text: 'evaluates conditions after its other checks and before anything is done.',
      },
      {
        id: '9110-13.2.1-2',
        level: 'MUST',
        text: 'ignores conditions where it would answer with something else than a success or 412 without them.',
      },
      {
        id: '9110-13.2.1-3',
        level: 'MUST NOT',
        text: 'evaluates conditions for another origin.',
        notApplicable: 'It is the origin of all that it serves.',
      },
      {
        id: '9110-13.2.1-4',
        level: 'MUST',
        text: 'ignores conditions of methods that neither select nor change a representation, such as OPTIONS.',
      },
    ],
  },
  {
    section: '13.2.2',
    title: 'Precedence of preconditions',
    requirements: [
      {
        id: '9110-13.2.2-1',
        level: 'MUST',
        text: 'evaluates the conditions in the order of the specification.',
      },
    ],
  },
]
