import type { Section } from '../requirement.ts'

const AUTHORS = 'It is for those who write handlers: which action a route carries out is theirs.'
const NO_TRACE = 'TRACE is not implemented: 501.'

/** RFC 9110, chapter 9. */
export const methods: readonly Section[] = [
  {
    section: '9.1',
    title: 'Overview',
    requirements: [
      { id: '9110-9.1-1', level: 'MUST', text: 'supports GET and HEAD.' },
      { id: '9110-9.1-2', level: 'SHOULD', text: 'answers a method that it does not know with 501.' },
      {
        id: '9110-9.1-3',
        level: 'SHOULD',
        text: 'answers a method that it knows, where it does not work, with 405.',
      },
    ],
  },
  {
    section: '9.2.1',
    title: 'Safe methods',
    requirements: [
      {
        id: '9110-9.2.1-1',
        level: 'MUST',
        text: 'does not let the parameters of an address make a safe method do something unsafe.',
        notApplicable: AUTHORS,
      },
    ],
  },
  {
    section: '9.3.1',
    title: 'GET',
    requirements: [
      { id: '9110-9.3.1-1', level: 'SHOULD NOT', text: 'counts on content that comes with a GET.' },
    ],
  },
  {
    section: '9.3.2',
    title: 'HEAD',
    requirements: [
      { id: '9110-9.3.2-1', level: 'MUST NOT', text: 'sends content.' },
      { id: '9110-9.3.2-2', level: 'SHOULD', text: 'sends the fields that a GET would have.' },
      { id: '9110-9.3.2-3', level: 'SHOULD NOT', text: 'counts on content that comes with a HEAD.' },
    ],
  },
  {
    section: '9.3.3',
    title: 'POST',
    requirements: [
      {
        id: '9110-9.3.3-1',
        level: 'SHOULD',
        text: 'answers with 201, `Location` and a description when something was created.',
      },
    ],
  },
  {
    section: '9.3.4',
    title: 'PUT',
    requirements: [
      {
        id: '9110-9.3.4-1',
        level: 'MUST',
        text: 'answers with 201 when something was created.',
        notApplicable: 'The PUT of a `resource()` creates nothing. A handler chooses its own status.',
      },
      { id: '9110-9.3.4-2', level: 'MUST', text: 'answers with 200 or 204 when something was replaced.' },
      {
        id: '9110-9.3.4-3',
        level: 'SHOULD',
        text: 'checks that what is sent keeps the rules of what it replaces.',
      },
      {
        id: '9110-9.3.4-4',
        level: 'SHOULD',
        text: 'adapts what does not keep them, or says what is wrong with it.',
      },
      {
        id: '9110-9.3.4-5',
        level: 'SHOULD',
        text: 'ignores fields that it does not know, instead of storing them.',
      },
      {
        id: '9110-9.3.4-6',
        level: 'MUST NOT',
        text: 'answers with a tag or a date of its own accord, which would say that the content was stored as it is.',
      },
      {
        id: '9110-9.3.4-7',
        level: 'MUST NOT',
        text: 'gives a validator with the answer to a PUT whose content it has stored in another form.',
      },
      {
        id: '9110-9.3.4-8',
        level: 'SHOULD',
        text: 'lets things that get their address from the server be made by POST.',
      },
      {
        id: '9110-9.3.4-9',
        level: 'MUST',
        text: 'redirects a PUT that it wants to be made elsewhere.',
        notApplicable: AUTHORS,
      },
    ],
  },
  {
    section: '9.3.5',
    title: 'DELETE',
    requirements: [
      { id: '9110-9.3.5-1', level: 'SHOULD', text: 'answers with 202, 204, or 200 and a description.' },
      { id: '9110-9.3.5-2', level: 'SHOULD NOT', text: 'counts on content that comes with a DELETE.' },
    ],
  },
  {
    section: '9.3.6',
    title: 'CONNECT',
    requirements: [
      { id: '9110-9.3.6-1', level: 'MUST', text: 'refuses a CONNECT to no port, or to one that is none.' },
      { id: '9110-9.3.6-2', level: 'MUST NOT', text: 'frames the 2xx to a CONNECT.' },
    ],
  },
  {
    section: '9.3.7',
    title: 'OPTIONS',
    requirements: [
      { id: '9110-9.3.7-1', level: 'SHOULD', text: 'tells what a resource can do, such as `Allow`.' },
    ],
  },
  {
    section: '9.3.8',
    title: 'TRACE',
    requirements: [
      { id: '9110-9.3.8-1', level: 'SHOULD', text: 'sends the request back.', notApplicable: NO_TRACE },
      {
        id: '9110-9.3.8-2',
        level: 'SHOULD',
        text: 'leaves out what may be secret.',
        notApplicable: NO_TRACE,
      },
    ],
  },
]
