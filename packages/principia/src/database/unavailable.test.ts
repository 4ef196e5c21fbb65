import { expect, test } from 'vitest'
import { DatabaseUnavailable, messageOf } from './unavailable.ts'

test('the cause says once what happened', () => {
  const refused = new Error('connect ECONNREFUSED 127.0.0.1:5432')
  expect(new DatabaseUnavailable(messageOf(refused), refused).cause).toBe(refused)
  const closed = new DatabaseUnavailable('it was closed')
  expect(closed.cause).toMatchObject({ message: 'it was closed' })
})

test('a host with two addresses fails with both', () => {
  const both = new AggregateError([
    new Error('connect ECONNREFUSED ::1:5432'),
    new Error('connect ECONNREFUSED 127.0.0.1:5432'),
  ])
  const error = new DatabaseUnavailable(messageOf(both), both)
  expect(error.cause).toMatchObject({
    message: 'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432',
    cause: both,
  })
})
