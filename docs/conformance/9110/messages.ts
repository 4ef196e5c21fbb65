import type { Section } from '../requirement.ts'

const NO_TRAILERS = 'It sends no trailers.'
const NO_UPGRADE = 'It takes no upgrade, and so never answers 101 or 426.'

/** RFC 9110, chapters 6 and 7. */
export const messages: readonly Section[] = [
  {
    section: '6.2',
    title: 'Control data',
    requirements: [
      {
        id: '9110-6.2-1',
        level: 'SHOULD',
        text: 'answers in the highest version that it conforms to within the major version of the request.',
      },
      { id: '9110-6.2-2', level: 'MUST NOT', text: 'answers in a version that it does not conform to.' },
      {
        id: '9110-6.2-3',
        level: 'SHOULD',
        text: 'serves a request of a higher minor version as if it were of its own.',
        notMet:
          'The parser of Node knows HTTP/1.0 and HTTP/1.1 alone; HTTP/1.2, which does not exist, [is refused](decisions/0018-http-1-2-is-refused.md).',
      },
    ],
  },
  {
    section: '6.5.1',
    title: 'Limitations on use of trailers',
    requirements: [
      {
        id: '9110-6.5.1-1',
        level: 'MUST NOT',
        text: 'sends a trailer field that it does not know to be allowed as one.',
      },
      { id: '9110-6.5.1-2', level: 'MUST NOT', text: 'takes a trailer field for a header field.' },
      {
        id: '9110-6.5.1-3',
        level: 'SHOULD NOT',
        text: 'sends as a trailer what the client needs.',
        notApplicable: NO_TRAILERS,
      },
    ],
  },
  {
    section: '6.6.1',
    title: 'Date',
    requirements: [
      {
        id: '9110-6.6.1-1',
        level: 'SHOULD',
        text: 'writes the moment at which the message was made, as well as it knows it.',
      },
      { id: '9110-6.6.1-2', level: 'MUST', text: 'sends `Date` with every 2xx, 3xx and 4xx.' },
      {
        id: '9110-6.6.1-3',
        level: 'MUST NOT',
        text: 'sends `Date` where it has no clock.',
        notApplicable: 'It has a clock.',
      },
    ],
  },
  {
    section: '6.6.2',
    title: 'Trailer',
    requirements: [
      {
        id: '9110-6.6.2-1',
        level: 'SHOULD',
        text: 'announces the trailers that it is going to send.',
        notApplicable: NO_TRAILERS,
      },
    ],
  },
  {
    section: '7.1',
    title: 'Determining the target resource',
    requirements: [
      {
        id: '9110-7.1-1',
        level: 'MUST NOT',
        text: 'sees `*` or `host:port` as the target of other methods than OPTIONS and CONNECT.',
      },
    ],
  },
  {
    section: '7.4',
    title: 'Rejecting misdirected requests',
    requirements: [
      {
        id: '9110-7.4-1',
        level: 'MUST',
        text: 'refuses what does not meet the demands of its scheme, unless a trusted gateway sent it.',
      },
      {
        id: '9110-7.4-2',
        level: 'MUST',
        text: 'refuses a request for an https address that came over a connection which is not secured.',
      },
      {
        id: '9110-7.4-3',
        level: 'MUST',
        text: 'refuses a request for an https address whose host the certificate of the connection does not cover.',
        notMet:
          'The certificate is not compared with the host that is asked for. A route without a `host` answers on all of them.',
      },
    ],
  },
  {
    section: '7.6.1',
    title: 'Connection',
    requirements: [
      {
        id: '9110-7.6.1-1',
        level: 'MUST',
        text: 'names in `Connection` every other field that is about the connection.',
      },
      {
        id: '9110-7.6.1-2',
        level: 'MUST NOT',
        text: 'names in `Connection` a field that is meant for all recipients.',
      },
    ],
  },
  {
    section: '7.8',
    title: 'Upgrade',
    requirements: [
      {
        id: '9110-7.8-1',
        level: 'SHOULD',
        text: 'compares names of protocols without regard to case.',
        notApplicable: NO_UPGRADE,
      },
      {
        id: '9110-7.8-2',
        level: 'MUST',
        text: 'names in a 101 the protocols that it switches to, the lowest layer first.',
        notApplicable: NO_UPGRADE,
      },
      { id: '9110-7.8-3', level: 'MUST NOT', text: 'switches to a protocol that the client did not name.' },
      {
        id: '9110-7.8-4',
        level: 'MUST',
        text: 'names in a 426 the protocols that it would take.',
        notApplicable: NO_UPGRADE,
      },
      {
        id: '9110-7.8-5',
        level: 'MUST NOT',
        text: 'switches to a protocol that cannot carry what the request means.',
        notApplicable: NO_UPGRADE,
      },
      {
        id: '9110-7.8-6',
        level: 'MUST',
        text: 'puts `Upgrade` into `Connection` where it sends that field.',
        notApplicable: NO_UPGRADE,
      },
      { id: '9110-7.8-7', level: 'MUST', text: 'ignores `Upgrade` in HTTP/1.0.' },
      {
        id: '9110-7.8-8',
        level: 'MUST',
        text: 'sends 100 before 101 where both were asked for.',
        notApplicable: NO_UPGRADE,
      },
    ],
  },
]
