import { testApp } from 'principia/testing'
import { expect, test } from 'vitest'
import academy from '../app.ts'

test.each([
  ['a browser', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
  ['whoever takes anything', '*/*', 'text/html; charset=utf-8'],
  ['a program', 'application/json', 'application/problem+json'],
])('%s is told in its own language that there is no such page', async (_name, accept, type) => {
  await using api = await testApp(academy)
  const answer = await api.get('/nowhere', { headers: { accept } })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, type])
  expect(answer.headers.get('vary')).toContain('Accept')
})
