import type { Section } from '../requirement.ts'

const NO_UPGRADE = 'It takes no upgrade, and so never answers 101 or 426.'
const NO_CHOICES = 'The framework never answers 300; a handler that does so writes the answer itself.'

/** RFC 9110, chapter 15. */
export const statuses: readonly Section[] = [
  {
    section: '15.2',
    title: 'Informational 1xx',
    requirements: [
      { id: '9110-15.2-1', level: 'MUST NOT', text: 'sends a 1xx to a client of HTTP/1.0.' },
      {
        id: '9110-15.2.2-1',
        level: 'MUST',
        text: 'names the new protocol in a 101.',
        notApplicable: NO_UPGRADE,
      },
    ],
  },
  {
    section: '15.3.1',
    title: '200 OK',
    requirements: [
      {
        id: '9110-15.3.1-1',
        level: 'SHOULD',
        text: 'sends the validators that it has with a 200 to GET or HEAD.',
      },
    ],
  },
  {
    section: '15.3.6',
    title: '205 Reset Content',
    requirements: [{ id: '9110-15.3.6-1', level: 'MUST NOT', text: 'sends content with a 205.' }],
  },
  {
    section: '15.3.7',
    title: '206 Partial Content',
    requirements: [
      {
        id: '9110-15.3.7-1',
        level: 'MUST',
        text: 'sends the `Date`, `Cache-Control`, `ETag`, `Expires`, `Content-Location` and `Vary` of the 200.',
      },
      {
        id: '9110-15.3.7-2',
        level: 'SHOULD NOT',
        text: 'sends other fields about the representation to who sent `If-Range`.',
      },
      {
        id: '9110-15.3.7-3',
        level: 'MUST',
        text: 'sends all the fields about the representation that the 200 has to everybody else.',
      },
      {
        id: '9110-15.3.7.1-1',
        level: 'MUST',
        text: 'says of a single part which one it is, and sends just that.',
      },
      {
        id: '9110-15.3.7.2-1',
        level: 'MUST',
        text: 'sends several parts as `multipart/byteranges` and names their boundary.',
      },
      {
        id: '9110-15.3.7.2-2',
        level: 'MUST NOT',
        text: 'puts `Content-Range` into the head of an answer of several parts.',
      },
      { id: '9110-15.3.7.2-3', level: 'MUST', text: 'puts `Content-Range` into each of the parts.' },
      {
        id: '9110-15.3.7.2-4',
        level: 'SHOULD',
        text: 'puts the `Content-Type` of the whole into each of the parts.',
      },
      {
        id: '9110-15.3.7.2-5',
        level: 'MUST NOT',
        text: 'answers a request for one range with several parts.',
      },
      { id: '9110-15.3.7.2-6', level: 'SHOULD', text: 'sends the parts in the order of the request.' },
    ],
  },
  {
    section: '15.4',
    title: 'Redirection 3xx',
    requirements: [
      {
        id: '9110-15.4.1-1',
        level: 'SHOULD',
        text: 'names its own choice in the `Location` of a 300.',
        notApplicable: NO_CHOICES,
      },
      {
        id: '9110-15.4.1-2',
        level: 'SHOULD',
        text: 'lists the choices in the content of a 300.',
        notApplicable: NO_CHOICES,
      },
      { id: '9110-15.4.2-1', level: 'SHOULD', text: 'sends `Location` with a 301.' },
      { id: '9110-15.4.3-1', level: 'SHOULD', text: 'sends `Location` with a 302.' },
      { id: '9110-15.4.8-1', level: 'SHOULD', text: 'sends `Location` with a 307.' },
      { id: '9110-15.4.9-1', level: 'SHOULD', text: 'sends `Location` with a 308.' },
    ],
  },
  {
    section: '15.4.5',
    title: '304 Not Modified',
    requirements: [
      {
        id: '9110-15.4.5-1',
        level: 'MUST',
        text: 'sends the `Cache-Control`, `Content-Location`, `Date`, `ETag`, `Expires` and `Vary` of the 200.',
      },
      {
        id: '9110-15.4.5-2',
        level: 'SHOULD NOT',
        text: 'sends other fields about the representation, unless they help to update a copy.',
      },
    ],
  },
  {
    section: '15.5',
    title: 'Client error 4xx',
    requirements: [
      {
        id: '9110-15.5-1',
        level: 'SHOULD',
        text: 'explains what is wrong in the content of a 4xx, but to HEAD.',
      },
      {
        id: '9110-15.5.2-1',
        level: 'MUST',
        text: 'sends with a 401 a challenge that works for the resource.',
      },
      {
        id: '9110-15.5.6-1',
        level: 'MUST',
        text: 'lists in the `Allow` of a 405 what the resource supports.',
      },
      { id: '9110-15.5.7-1', level: 'SHOULD', text: 'lists in a 406 what there is to choose from.' },
      { id: '9110-15.5.10-1', level: 'SHOULD', text: 'tells in a 409 what the conflict is.' },
      {
        id: '9110-15.5.14-1',
        level: 'SHOULD',
        text: 'says in a 413 when to come back, where that would help.',
        notApplicable: 'The limits on bodies are fixed; it never helps.',
      },
      { id: '9110-15.5.17-1', level: 'SHOULD', text: 'tells in a 416 how long the whole is.' },
      {
        id: '9110-15.5.22-1',
        level: 'MUST',
        text: 'names in a 426 the protocols that it wants.',
        notApplicable: NO_UPGRADE,
      },
    ],
  },
  {
    section: '15.6',
    title: 'Server error 5xx',
    requirements: [
      {
        id: '9110-15.6-1',
        level: 'SHOULD',
        text: 'explains the error in the content of a 5xx, but to HEAD.',
      },
      {
        id: '9110-15.6.6-1',
        level: 'SHOULD',
        text: 'says in a 505 why the version is not supported and which ones are.',
      },
    ],
  },
]
