import { expect, test } from 'vitest'
import { attemptKeys } from './attempt.ts'

test('what is sent again has the same key, and what differs a new one', () => {
  let made = 0
  const keyFor = attemptKeys(() => `key ${++made}`)
  const sent = [{ name: 'Ada' }, { name: 'Ada' }, { name: 'Eve' }, { name: 'Ada' }]
  expect(sent.map(keyFor)).toEqual(['key 1', 'key 1', 'key 2', 'key 3'])
})
