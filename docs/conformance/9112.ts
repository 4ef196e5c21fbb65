import type { Section } from './requirement.ts'

const OTHER_CODINGS = 'It applies no transfer coding but chunked.'

/** RFC 9112: framing and connections. */
export const messaging: readonly Section[] = [
  {
    section: '2.2',
    title: 'Message parsing',
    requirements: [
      {
        id: '9112-2.2-1',
        level: 'MUST',
        text: 'reads a message as octets, whatever encoding they may be in.',
      },
      { id: '9112-2.2-2', level: 'MUST NOT', text: 'sends a bare CR outside content.' },
      { id: '9112-2.2-3', level: 'MUST', text: 'refuses a bare CR, or takes it for a space.' },
      { id: '9112-2.2-4', level: 'SHOULD', text: 'ignores an empty line before a request.' },
      {
        id: '9112-2.2-5',
        level: 'MUST NOT',
        text: 'sends whitespace between the status line and the fields.',
      },
      {
        id: '9112-2.2-6',
        level: 'MUST',
        text: 'refuses a request with whitespace before its first field, or leaves such lines out.',
      },
      {
        id: '9112-2.2-7',
        level: 'SHOULD',
        text: 'answers what is no HTTP with 400 and closes the connection.',
      },
    ],
  },
  {
    section: '3',
    title: 'Request line',
    requirements: [
      {
        id: '9112-3-1',
        level: 'SHOULD',
        text: 'answers a method that is longer than any of its own with 501.',
      },
      { id: '9112-3-2', level: 'MUST', text: 'answers a target that is longer than it likes with 414.' },
      { id: '9112-3-3', level: 'SHOULD', text: 'takes request lines of 8000 octets at least.' },
    ],
  },
  {
    section: '3.2',
    title: 'Request target',
    requirements: [
      {
        id: '9112-3.2-1',
        level: 'SHOULD',
        text: 'answers an invalid request line with 400, or with a redirect.',
      },
      { id: '9112-3.2-2', level: 'SHOULD NOT', text: 'mends an invalid request line and goes on.' },
      {
        id: '9112-3.2-3',
        level: 'MUST',
        text: 'answers a request with 400 that has no `Host`, several, or one that is none.',
      },
      {
        id: '9112-3.2.2-1',
        level: 'MUST',
        text: 'goes by the host of an absolute target instead of the `Host` field.',
      },
      { id: '9112-3.2.2-2', level: 'MUST', text: 'takes targets in absolute form.' },
    ],
  },
  {
    section: '4',
    title: 'Status line',
    requirements: [
      { id: '9112-4-1', level: 'MUST', text: 'sends the space behind the status code in any case.' },
    ],
  },
  {
    section: '5',
    title: 'Field syntax',
    requirements: [
      {
        id: '9112-5.1-1',
        level: 'MUST',
        text: 'answers whitespace between a field’s name and its colon with 400.',
      },
      { id: '9112-5.2-1', level: 'MUST NOT', text: 'sends folded lines.' },
      { id: '9112-5.2-2', level: 'MUST', text: 'refuses folded lines, or unfolds them.' },
    ],
  },
  {
    section: '6.1',
    title: 'Transfer-Encoding',
    requirements: [
      { id: '9112-6.1-1', level: 'MUST', text: 'reads the chunked coding.' },
      { id: '9112-6.1-2', level: 'MUST NOT', text: 'applies the chunked coding twice.' },
      {
        id: '9112-6.1-3',
        level: 'MUST',
        text: 'ends other codings with chunked, or by closing the connection.',
        notApplicable: OTHER_CODINGS,
      },
      { id: '9112-6.1-4', level: 'MUST NOT', text: 'sends `Transfer-Encoding` with a 1xx or a 204.' },
      {
        id: '9112-6.1-5',
        level: 'SHOULD',
        text: 'answers a transfer coding that it does not know with 501.',
      },
      { id: '9112-6.1-6', level: 'MUST NOT', text: 'sends `Transfer-Encoding` to a client of HTTP/1.0.' },
      {
        id: '9112-6.1-7',
        level: 'MUST',
        text: 'closes the connection after a request that has both a length and a transfer coding.',
      },
      {
        id: '9112-6.1-8',
        level: 'MUST',
        text: 'takes an HTTP/1.0 message with a transfer coding for wrongly framed, and closes the connection.',
      },
    ],
  },
  {
    section: '6.2',
    title: 'Content-Length',
    requirements: [{ id: '9112-6.2-1', level: 'MUST NOT', text: 'sends a length beside a transfer coding.' }],
  },
  {
    section: '6.3',
    title: 'Message body length',
    requirements: [
      {
        id: '9112-6.3-1',
        level: 'MUST',
        text: 'answers a request whose last coding is not chunked with 400 and closes the connection.',
      },
      {
        id: '9112-6.3-2',
        level: 'MUST',
        text: 'answers a length that is none with 400 and closes the connection.',
      },
      {
        id: '9112-6.3-3',
        level: 'MUST',
        text: 'takes a body that ends before its length for incomplete, and closes the connection.',
      },
      { id: '9112-6.3-4', level: 'SHOULD', text: 'sends answers with a length or in chunks.' },
    ],
  },
  {
    section: '7.1',
    title: 'Chunked transfer coding',
    requirements: [
      { id: '9112-7.1-1', level: 'MUST', text: 'is ready for chunk sizes beyond what its integers hold.' },
      { id: '9112-7.1-2', level: 'SHOULD', text: 'takes parameters of the chunked coding for an error.' },
      { id: '9112-7.1.1-1', level: 'MUST', text: 'ignores chunk extensions that it does not know.' },
      { id: '9112-7.1.2-1', level: 'MUST NOT', text: 'takes trailers of a request for header fields.' },
    ],
  },
  {
    section: '9.3',
    title: 'Persistence',
    requirements: [
      { id: '9112-9.3-1', level: 'SHOULD', text: 'keeps connections.' },
      {
        id: '9112-9.3-2',
        level: 'MUST',
        text: 'reads the whole body of a request, or closes the connection after its answer.',
      },
      { id: '9112-9.3.2-1', level: 'MUST', text: 'answers pipelined requests in their order.' },
    ],
  },
  {
    section: '9.6',
    title: 'Tear-down',
    requirements: [
      { id: '9112-9.6-1', level: 'SHOULD', text: 'says `close` in the answer after which it closes.' },
      { id: '9112-9.6-2', level: 'MUST', text: 'closes after the answer to a request that says `close`.' },
      { id: '9112-9.6-3', level: 'MUST NOT', text: 'serves what comes behind a request that says `close`.' },
      { id: '9112-9.6-4', level: 'MUST', text: 'closes after an answer in which it said `close` itself.' },
      { id: '9112-9.6-5', level: 'MUST NOT', text: 'serves what comes after it said `close` itself.' },
    ],
  },
]
