import type { Section } from './requirement.ts'

/** RFC 9113: what a hostile or careless peer would try first. The frames themselves are the part of nghttp2. */
export const http2: readonly Section[] = [
  {
    section: '3.4',
    title: 'HTTP/2 connection preface',
    requirements: [
      { id: '9113-3.4-1', level: 'MUST', text: 'ends a connection that begins with something else.' },
    ],
  },
  {
    section: '4',
    title: 'HTTP frames',
    requirements: [
      { id: '9113-4.2-1', level: 'MUST', text: 'takes a frame for an error that is longer than it allows.' },
      { id: '9113-4.3-1', level: 'MUST', text: 'ends a connection whose fields cannot be decompressed.' },
    ],
  },
  {
    section: '5',
    title: 'Streams and multiplexing',
    requirements: [
      {
        id: '9113-5.1.1-1',
        level: 'MUST',
        text: 'ends a connection on which the client opens a stream with an even number.',
      },
      { id: '9113-5.1.2-1', level: 'MUST', text: 'refuses streams beyond the number that may be open.' },
      { id: '9113-5.5-1', level: 'MUST', text: 'ignores frames of types that it does not know.' },
    ],
  },
  {
    section: '6',
    title: 'Frame definitions',
    requirements: [
      { id: '9113-6.1-1', level: 'MUST', text: 'ends a connection with data outside of streams.' },
      {
        id: '9113-6.1-2',
        level: 'MUST',
        text: 'ends a connection with padding that is longer than its frame.',
      },
      { id: '9113-6.2-1', level: 'MUST', text: 'ends a connection with fields outside of streams.' },
      { id: '9113-6.5-1', level: 'MUST', text: 'ends a connection with settings of a wrong length.' },
      { id: '9113-6.5-2', level: 'MUST', text: 'ends a connection that acknowledges settings with content.' },
      { id: '9113-6.5.2-1', level: 'MUST', text: 'ends a connection with settings of a forbidden value.' },
      { id: '9113-6.6-1', level: 'MUST', text: 'ends a connection on which a client makes a promise.' },
      { id: '9113-6.7-1', level: 'MUST', text: 'ends a connection with a ping of a wrong length.' },
      { id: '9113-6.9-1', level: 'MUST', text: 'takes a window that does not grow for an error.' },
      { id: '9113-6.9.1-1', level: 'MUST', text: 'takes a window that grows beyond 2^31 - 1 for an error.' },
      { id: '9113-6.10-1', level: 'MUST', text: 'ends a connection with a continuation of nothing.' },
    ],
  },
  {
    section: '8.1',
    title: 'HTTP message framing',
    requirements: [
      {
        id: '9113-8.1-1',
        level: 'MUST NOT',
        text: 'discards its answer because it tells the client to stop an upload that is not wanted.',
      },
      {
        id: '9113-8.1.1-1',
        level: 'MUST',
        text: 'refuses a request whose length is not that of its content.',
      },
    ],
  },
  {
    section: '8.2',
    title: 'HTTP fields',
    requirements: [
      { id: '9113-8.2.1-1', level: 'MUST', text: 'refuses names of fields in capitals.' },
      {
        id: '9113-8.2.1-2',
        level: 'MUST',
        text: 'refuses a request with other characters in a name or a value that may not be there.',
        notMet: 'nghttp2 leaves such a field out and goes on: the request is served without it.',
      },
      { id: '9113-8.2.2-1', level: 'MUST NOT', text: 'sends fields that are about a connection.' },
      {
        id: '9113-8.2.2-2',
        level: 'MUST',
        text: 'refuses a request with fields that are about a connection.',
      },
    ],
  },
  {
    section: '8.3',
    title: 'HTTP control data',
    requirements: [
      {
        id: '9113-8.3-1',
        level: 'MUST',
        text: 'refuses pseudo-header fields that are not defined for requests.',
      },
      { id: '9113-8.3-2', level: 'MUST', text: 'refuses pseudo-header fields behind other fields.' },
      { id: '9113-8.3-3', level: 'MUST', text: 'refuses a pseudo-header field that is there twice.' },
      { id: '9113-8.3.1-1', level: 'MUST', text: 'refuses a request without a method, a scheme or a path.' },
      { id: '9113-8.3.1-2', level: 'MUST', text: 'refuses an empty path.' },
      { id: '9113-8.3.1-3', level: 'SHOULD', text: 'refuses a `Host` that differs from `:authority`.' },
    ],
  },
  {
    section: '9.2',
    title: 'Use of TLS features',
    requirements: [
      { id: '9113-9.2-1', level: 'MUST', text: 'speaks TLS 1.2 or later.' },
      {
        id: '9113-9.2.2-1',
        level: 'SHOULD NOT',
        text: 'uses the cipher suites of TLS 1.2 that are prohibited.',
      },
    ],
  },
]
