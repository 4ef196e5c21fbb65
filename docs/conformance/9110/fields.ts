import type { Section } from '../requirement.ts'

/** RFC 9110, chapter 5. */
export const fields: readonly Section[] = [
  {
    section: '5.1',
    title: 'Field names',
    requirements: [{ id: '9110-5.1-1', level: 'SHOULD', text: 'ignores fields that it does not know.' }],
  },
  {
    section: '5.3',
    title: 'Field order',
    requirements: [
      {
        id: '9110-5.3-1',
        level: 'MUST NOT',
        text: 'sends several lines of one field, unless the field is a list (or `Set-Cookie`).',
      },
      {
        id: '9110-5.3-2',
        level: 'MUST NOT',
        text: 'acts on a request before its whole header section has arrived.',
      },
    ],
  },
  {
    section: '5.4',
    title: 'Field limits',
    requirements: [
      {
        id: '9110-5.4-1',
        level: 'MUST',
        text: 'answers fields that are larger than it likes with a 4xx, instead of ignoring them.',
      },
    ],
  },
  {
    section: '5.5',
    title: 'Field values',
    requirements: [
      {
        id: '9110-5.5-1',
        level: 'MUST',
        text: 'leaves out the whitespace around a field value before it looks at it.',
      },
      { id: '9110-5.5-2', level: 'SHOULD', text: 'passes on octets beyond ASCII as they are.' },
      {
        id: '9110-5.5-3',
        level: 'MUST',
        text: 'refuses a message with CR, LF or NUL in a field value, or replaces them by spaces.',
      },
    ],
  },
  {
    section: '5.6.1',
    title: 'Lists',
    requirements: [
      { id: '9110-5.6.1.1-1', level: 'MUST NOT', text: 'sends lists with empty members.' },
      {
        id: '9110-5.6.1.2-1',
        level: 'MUST',
        text: 'ignores a reasonable number of empty members in the lists that it reads.',
      },
    ],
  },
  {
    section: '5.6.3',
    title: 'Whitespace',
    requirements: [
      {
        id: '9110-5.6.3-1',
        level: 'SHOULD',
        text: 'writes optional whitespace, where it helps the reader, as one space.',
      },
      { id: '9110-5.6.3-2', level: 'SHOULD NOT', text: 'writes optional whitespace anywhere else.' },
      { id: '9110-5.6.3-3', level: 'SHOULD', text: 'writes required whitespace as one space.' },
      { id: '9110-5.6.3-4', level: 'MUST NOT', text: 'writes "bad" whitespace, as around an equals sign.' },
      { id: '9110-5.6.3-5', level: 'MUST', text: 'reads "bad" whitespace as if it were not there.' },
    ],
  },
  {
    section: '5.6.4',
    title: 'Quoted strings',
    requirements: [
      {
        id: '9110-5.6.4-1',
        level: 'MUST',
        text: 'reads a backslash and the octet behind it, within quotes, as that octet.',
      },
      {
        id: '9110-5.6.4-2',
        level: 'SHOULD NOT',
        text: 'writes a backslash within quotes, except before quotes and backslashes.',
      },
      {
        id: '9110-5.6.4-3',
        level: 'SHOULD NOT',
        text: 'writes a backslash within a comment, except before parentheses and backslashes.',
        notApplicable: 'None of the fields that it sends has comments.',
      },
    ],
  },
  {
    section: '5.6.7',
    title: 'Date/time formats',
    requirements: [
      { id: '9110-5.6.7-1', level: 'MUST', text: 'reads dates in all three formats.' },
      { id: '9110-5.6.7-2', level: 'MUST', text: 'writes dates as IMF-fixdate.' },
      {
        id: '9110-5.6.7-3',
        level: 'MUST NOT',
        text: 'writes more whitespace in a date than the format has.',
      },
      {
        id: '9110-5.6.7-4',
        level: 'MUST',
        text: 'takes a year of two digits that seems more than 50 years ahead for the last past year with those digits.',
      },
    ],
  },
]
