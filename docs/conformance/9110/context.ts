import type { Section } from '../requirement.ts'

/** RFC 9110, chapters 10 to 12. */
export const context: readonly Section[] = [
  {
    section: '10.1.1',
    title: 'Expect',
    requirements: [
      { id: '9110-10.1.1-1', level: 'MUST', text: 'ignores an expectation in HTTP/1.0.' },
      { id: '9110-10.1.1-2', level: 'MUST', text: 'sends a final answer after a 100.' },
      {
        id: '9110-10.1.1-3',
        level: 'SHOULD',
        text: 'says whether it is going to close the connection when it answers before it has read everything.',
      },
      {
        id: '9110-10.1.1-4',
        level: 'MUST',
        text: 'sends, at once, a final answer where the head of the request suffices for one, and 100 otherwise.',
      },
      { id: '9110-10.1.1-5', level: 'MUST NOT', text: 'waits for the content before it sends 100.' },
    ],
  },
  {
    section: '10.1.2',
    title: 'From',
    requirements: [
      {
        id: '9110-10.1.2-1',
        level: 'SHOULD NOT',
        text: 'lets in by this field.',
        notApplicable: 'Nothing of the framework reads the field.',
      },
    ],
  },
  {
    section: '10.2.1',
    title: 'Allow',
    requirements: [{ id: '9110-10.2.1-1', level: 'MUST', text: 'sends `Allow` with a 405.' }],
  },
  {
    section: '10.2.4',
    title: 'Server',
    requirements: [
      { id: '9110-10.2.4-1', level: 'SHOULD NOT', text: 'tells its software in needless detail.' },
      { id: '9110-10.2.4-2', level: 'SHOULD', text: 'bounds what others add to the field.' },
    ],
  },
  {
    section: '11.2',
    title: 'Authentication parameters',
    requirements: [{ id: '9110-11.2-1', level: 'MUST', text: 'names each parameter once in a challenge.' }],
  },
  {
    section: '11.4',
    title: 'Credentials',
    requirements: [
      {
        id: '9110-11.4-1',
        level: 'SHOULD',
        text: 'answers with 401 and a challenge where credentials are missing or wrong.',
      },
    ],
  },
  {
    section: '11.5',
    title: 'Establishing a protection space',
    requirements: [{ id: '9110-11.5-1', level: 'MUST', text: 'writes the realm in quotes.' }],
  },
  {
    section: '11.6.1',
    title: 'WWW-Authenticate',
    requirements: [{ id: '9110-11.6.1-1', level: 'MUST', text: 'sends at least one challenge with a 401.' }],
  },
  {
    section: '12.4.2',
    title: 'Quality values',
    requirements: [
      {
        id: '9110-12.4.2-1',
        level: 'MUST NOT',
        text: 'writes a weight with more than three decimals.',
        notApplicable: 'It sends no weights.',
      },
    ],
  },
  {
    section: '12.5.1',
    title: 'Accept',
    requirements: [
      {
        id: '9110-12.5.1-1',
        level: 'SHOULD',
        text: 'takes a parameter `q` for the weight, wherever it stands.',
      },
    ],
  },
  {
    section: '12.5.3',
    title: 'Accept-Encoding',
    requirements: [
      {
        id: '9110-12.5.3-1',
        level: 'SHOULD',
        text: 'sends content without a coding where it has none of those that are accepted.',
      },
      {
        id: '9110-12.5.3-2',
        level: 'MUST NOT',
        text: 'sends the field with a 415 that is not about codings.',
      },
    ],
  },
  {
    section: '12.5.5',
    title: 'Vary',
    requirements: [
      {
        id: '9110-12.5.5-1',
        level: 'SHOULD',
        text: 'names the fields of the request by which the answer was chosen.',
      },
    ],
  },
]
