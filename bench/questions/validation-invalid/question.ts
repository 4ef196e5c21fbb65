import type { Question } from '../../runner/question.ts'
import { question as valid, check, invalid, LARGE } from '../validation-valid/question.ts'

export const question: Question = {
  ...valid,
  name: 'validation-invalid',
  folder: 'validation-valid',
  title: 'What does it cost to refuse a nested body of 2 KB?',
  what: `\`POST /check\` as in the question before, with three mistakes in the order: a text of another form, an empty one, and a
number out of range in item 20. Each answers as it does by default: Fastify and Elysia name the first mistake they find, Principia,
Hono with zod and NestJS name all three. Bare \`node:http\` accepts everything, and is no measure here.`,
  contestants: valid.contestants.filter(({ name }) => name !== 'node-http'),
  bases: ['fastify'],
  requests: LARGE.map((order) => check(invalid(order))),
  answers: [400, 422],
}
