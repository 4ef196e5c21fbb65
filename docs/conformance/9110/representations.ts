import type { Section } from '../requirement.ts'

const HAS_CLOCK = 'It has a clock.'
const FORWARDS_NOTHING = 'It forwards no messages.'

/** RFC 9110, chapter 8. */
export const representations: readonly Section[] = [
  {
    section: '8.3',
    title: 'Content-Type',
    requirements: [
      { id: '9110-8.3-1', level: 'SHOULD', text: 'says of what type the content is that it sends.' },
    ],
  },
  {
    section: '8.3.3',
    title: 'Multipart types',
    requirements: [
      {
        id: '9110-8.3.3-1',
        level: 'MUST',
        text: 'puts CRLF, and nothing else, between the parts of a body.',
      },
    ],
  },
  {
    section: '8.4',
    title: 'Content-Encoding',
    requirements: [
      { id: '9110-8.4-1', level: 'MUST', text: 'names the codings that it applied, in their order.' },
      { id: '9110-8.4-2', level: 'SHOULD NOT', text: 'names `identity` as a coding that it applied.' },
      {
        id: '9110-8.4.1.1-1',
        level: 'SHOULD',
        text: 'takes `x-compress` for `compress`.',
        notApplicable: 'It knows neither.',
      },
      { id: '9110-8.4.1.3-1', level: 'SHOULD', text: 'takes `x-gzip` for `gzip`.' },
    ],
  },
  {
    section: '8.6',
    title: 'Content-Length',
    requirements: [
      {
        id: '9110-8.6-1',
        level: 'MUST NOT',
        text: 'sends another length with the answer to a HEAD than a GET would have.',
      },
      {
        id: '9110-8.6-2',
        level: 'MUST NOT',
        text: 'sends another length with a 304 than the 200 would have had.',
      },
      { id: '9110-8.6-3', level: 'MUST NOT', text: 'sends a length with a 1xx or a 204.' },
      { id: '9110-8.6-4', level: 'MUST NOT', text: 'sends a length with a 2xx to CONNECT.' },
      { id: '9110-8.6-5', level: 'SHOULD', text: 'sends the length of content whose size it knows.' },
      { id: '9110-8.6-6', level: 'MUST', text: 'is ready for lengths beyond what its integers hold.' },
      {
        id: '9110-8.6-7',
        level: 'MUST NOT',
        text: 'forwards a length that it knows to be wrong.',
        notApplicable: FORWARDS_NOTHING,
      },
      {
        id: '9110-8.6-8',
        level: 'MUST NOT',
        text: 'forwards a length that is no number.',
        notApplicable: FORWARDS_NOTHING,
      },
    ],
  },
  {
    section: '8.7',
    title: 'Content-Location',
    requirements: [
      {
        id: '9110-8.7-1',
        level: 'MUST',
        text: 'takes the field of a request for a passing remark, not for a part of what is to be stored.',
      },
      { id: '9110-8.7-2', level: 'MUST NOT', text: 'lets the field change what a request means.' },
    ],
  },
  {
    section: '8.8.1',
    title: 'Weak versus strong',
    requirements: [
      {
        id: '9110-8.8.1-1',
        level: 'SHOULD',
        text: 'changes a weak tag whenever an older state will not do in place of the current one.',
      },
    ],
  },
  {
    section: '8.8.2.1',
    title: 'Last-Modified: generation',
    requirements: [
      {
        id: '9110-8.8.2.1-1',
        level: 'SHOULD',
        text: 'sends the date of the last change where it can be told.',
      },
      { id: '9110-8.8.2.1-2', level: 'SHOULD', text: 'finds that date when it makes the answer.' },
      { id: '9110-8.8.2.1-3', level: 'MUST NOT', text: 'sends a date that is later than `Date`.' },
      { id: '9110-8.8.2.1-4', level: 'MUST', text: 'sends the current date in place of one in the future.' },
      {
        id: '9110-8.8.2.1-5',
        level: 'MUST NOT',
        text: 'sends such a date where it has no clock, unless another system gave it.',
        notApplicable: HAS_CLOCK,
      },
    ],
  },
  {
    section: '8.8.3',
    title: 'ETag',
    requirements: [
      { id: '9110-8.8.3-1', level: 'MUST', text: 'marks a tag as weak that is not strong in every respect.' },
      { id: '9110-8.8.3.1-1', level: 'SHOULD', text: 'sends a tag where changes can be told.' },
    ],
  },
]
