import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const commands = ['new', 'dev', 'start', 'migrate', 'routes', 'openapi']

test.each([
  ['strat', 'start'],
  ['rout', 'routes'],
  ['devv', 'dev'],
  ['opneapi', 'openapi'],
  ['migrations', undefined],
  ['xyz', undefined],
  ['', undefined],
])('%j is near to %j', (text, expected) => {
  expect(nearest(text, commands)).toBe(expected)
})
