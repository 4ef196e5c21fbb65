import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { question } from './fixtures/question.ts'
import type { Check } from './question.ts'
import { startServer } from './server.ts'
import { judge, verify, verifyLimit, type Answer } from './verify.ts'

const info = { name: 'fixture', title: '', packages: [], pipeline: true }
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url))

async function mistakesOf(name: string): Promise<string[]> {
  const server = await startServer(fixture(name), { name, rateLimit: 1000 })
  try {
    return [...(await verify(question, info, server)), ...(await verifyLimit(fixture(name), question, info))]
  } finally {
    await server.stop()
  }
}

test('finds nothing to say about a sound contestant', async () => {
  expect(await mistakesOf('sound')).toEqual([])
})

test.each([
  ['no-log', /left 0 log lines/],
  ['no-trace', /left no trace record/],
  ['no-count', /the histogram has 0 requests instead of 3/],
  ['one-tag', /different answers have one entity tag/],
  ['no-limit', /answers 6 with 200, 200, 200, 200, 200, 200/],
])('finds the flaw of "%s"', async (name, mistake) => {
  const mistakes = await mistakesOf(name)
  expect(mistakes).not.toEqual([])
  for (const found of mistakes) expect(found).toMatch(mistake)
})

const request = { method: 'GET', path: '/', headers: {} }
const answer: Answer = { status: 200, headers: { etag: '"1"' }, body: '{"a":[1,{"b":null}]}' }

test.each<[string, Omit<Check, 'name' | 'request'>, number]>([
  ['all as expected', { status: 200, json: { a: [1, { b: null }] }, headers: [{ anyOf: ['etag'] }] }, 0],
  ['another status', { status: 201 }, 1],
  ['a status out of its range', { status: [400, 422] }, 1],
  ['another body', { status: 200, json: { a: [1] } }, 1],
  ['a name that is not mentioned', { status: 200, mentions: 'quantity' }, 1],
  ['a header that is missing', { status: 200, headers: [{ anyOf: ['ratelimit', 'x-ratelimit-limit'] }] }, 1],
  ['a header with another value', { status: 200, headers: [{ anyOf: ['etag'], matches: /^W/ }] }, 1],
  ['a header that must not be there', { status: 200, without: ['etag'] }, 1],
])('judges %s', (_case, check, mistakes) => {
  expect(judge({ name: '', request, ...check }, answer, true)).toHaveLength(mistakes)
})

test('wants no headers of the floor', () => {
  const check: Check = { name: '', request, status: 200, headers: [{ anyOf: ['ratelimit'] }] }
  expect(judge(check, answer, false)).toEqual([])
})
