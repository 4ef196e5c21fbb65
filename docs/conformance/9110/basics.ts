import type { Section } from '../requirement.ts'

const NO_ABSOLUTE =
  'The framework makes no absolute addresses: those in its fields and documents are relative. What a handler writes is its own.'

/** RFC 9110, chapters 2 to 4. */
export const basics: readonly Section[] = [
  {
    section: '2.2',
    title: 'Requirements notation',
    requirements: [
      { id: '9110-2.2-1', level: 'MUST NOT', text: 'sends anything that breaks its own grammar.' },
      {
        id: '9110-2.2-2',
        level: 'MUST NOT',
        text: 'sends what only other roles may send, such as the fields of proxies and caches.',
      },
    ],
  },
  {
    section: '2.3',
    title: 'Length requirements',
    requirements: [
      {
        id: '9110-2.3-1',
        level: 'SHOULD',
        text: 'reads defensively: what arrives may break any rule and be of any size.',
      },
      {
        id: '9110-2.3-2',
        level: 'MUST',
        text: 'can read elements that are as long as those which it writes.',
      },
    ],
  },
  {
    section: '2.4',
    title: 'Error handling',
    requirements: [
      {
        id: '9110-2.4-1',
        level: 'MUST',
        text: 'takes every element to mean what the specification says it means.',
        notApplicable: 'It sums up all others; each element has rows of its own.',
      },
    ],
  },
  {
    section: '3.3',
    title: 'Connections, clients and servers',
    requirements: [
      {
        id: '9110-3.3-1',
        level: 'MUST NOT',
        text: 'takes two requests on one connection to be from the same user agent.',
      },
    ],
  },
  {
    section: '4.1',
    title: 'URI references',
    requirements: [{ id: '9110-4.1-1', level: 'SHOULD', text: 'takes addresses of 8000 bytes at least.' }],
  },
  {
    section: '4.2.1',
    title: 'http URI scheme',
    requirements: [
      {
        id: '9110-4.2.1-1',
        level: 'MUST NOT',
        text: 'makes an http address without a host.',
        notApplicable: NO_ABSOLUTE,
      },
      { id: '9110-4.2.1-2', level: 'MUST', text: 'refuses an http address without a host.' },
    ],
  },
  {
    section: '4.2.2',
    title: 'https URI scheme',
    requirements: [
      {
        id: '9110-4.2.2-1',
        level: 'MUST NOT',
        text: 'makes an https address without a host.',
        notApplicable: NO_ABSOLUTE,
      },
      { id: '9110-4.2.2-2', level: 'MUST', text: 'refuses an https address without a host.' },
    ],
  },
  {
    section: '4.2.3',
    title: 'http(s) normalization and comparison',
    requirements: [
      {
        id: '9110-4.2.3-1',
        level: 'SHOULD NOT',
        text: 'has different resources under addresses that are the same once normalized.',
      },
    ],
  },
  {
    section: '4.2.4',
    title: 'Deprecation of userinfo in http(s) URIs',
    requirements: [
      {
        id: '9110-4.2.4-1',
        level: 'MUST NOT',
        text: 'puts user information into an address that it sends.',
        notApplicable: NO_ABSOLUTE,
      },
      {
        id: '9110-4.2.4-2',
        level: 'SHOULD',
        text: 'takes user information in an address from a stranger for an error.',
      },
    ],
  },
]
