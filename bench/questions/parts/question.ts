import type { ContestantInfo, Question } from '../../runner/question.ts'
import { question as pipeline } from '../production-pipeline/question.ts'

const PARTS = [
  ['log', 'the log line'],
  ['access', 'the check of the token'],
  ['limit', 'the rate limit'],
  ['cors', 'CORS'],
  ['validation', 'validation of the body'],
  ['response', 'the declared response'],
  ['etag', 'the entity tag'],
] as const

const contestant = (name: string, title: string): ContestantInfo => ({
  name,
  title,
  packages: [],
  pipeline: false,
})

export const question: Question = {
  name: 'parts',
  title: 'What does each part of the pipeline cost?',
  what: `The request of \`production-pipeline\`, answered by Principia as a whole and with one part after the other left out. What is
not listed cannot be left out: request id, security headers, histogram, trace record, deadline.`,
  contestants: [
    contestant('whole', 'everything on'),
    ...PARTS.map(([part, title]) => contestant(`without-${part}`, `without ${title}`)),
  ],
  bases: ['whole'],
  requests: pipeline.requests,
  checks: pipeline.checks
    .filter(({ floor }) => floor === true)
    .map(({ headers: _headers, ...check }) => check),
}
