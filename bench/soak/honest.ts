import { Agent, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Honest } from './sample.ts'

/** A request, and what its answer has to be. */
interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly status: number
  readonly answer: string | RegExp
}

const MAX_FAILURES = 100
const items = JSON.stringify(
  Array.from({ length: 200 }, (_, id) => ({ id, name: `item ${id}`, tags: ['a', 'b'] })),
)

/** One of the things that honest clients ask, each with a number of its own so that no answer fits another. */
function questionOf(number: number): Question {
  switch (number % 7) {
    case 0:
      return { method: 'GET', path: '/items', status: 200, answer: items }
    case 1:
      return order(number)
    case 2:
      return {
        method: 'POST',
        path: '/orders',
        body: '{"email":"x"}',
        status: 422,
        answer: /"validation-failed|errors/,
      }
    case 3:
      return { method: 'GET', path: `/nothing/${number}`, status: 404, answer: /not-found/ }
    case 4:
      return {
        method: 'GET',
        path: `/stream/${number % 50}`,
        status: 200,
        answer: Array.from({ length: number % 50 }, (_, piece) => `piece ${piece}\n`).join(''),
      }
    default:
      return { method: 'GET', path: `/hello/n${number}`, status: 200, answer: `{"hello":"n${number}"}` }
  }
}

function order(number: number): Question {
  const lines = Array.from({ length: (number % 20) + 1 }, () => ({ sku: 'x', quantity: 2 }))
  const body = JSON.stringify({ email: 'a@example.org', lines })
  return { method: 'POST', path: '/orders', body, status: 200, answer: `{"quantity":${lines.length * 2}}` }
}

/** Asks over as many kept connections as `clients`, each one question after the other, until `signal` fires. */
export async function askHonestly(port: number, clients: number, signal: AbortSignal): Promise<Honest> {
  const failures: string[] = []
  let answered = 0
  let next = 0
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (!signal.aborted) {
      const question = questionOf(next++)
      const wrong = await ask(port, agent, question).catch((error: unknown) => String(error))
      if (wrong === undefined) answered++
      else if (failures.length < MAX_FAILURES) failures.push(`${question.method} ${question.path}: ${wrong}`)
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { answered, failures }
}

/** What is wrong with the answer to a question. */
async function ask(port: number, agent: Agent, question: Question): Promise<string | undefined> {
  const { method, path, body, status, answer } = question
  const headers =
    body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const asked = request({ port, host: '127.0.0.1', agent, method, path, headers }).end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const got = await text(response)
  const fits = typeof answer === 'string' ? got === answer : answer.test(got)
  if (response.statusCode === status && fits) return undefined
  return `${response.statusCode} ${JSON.stringify(got.slice(0, 100))}`
}
