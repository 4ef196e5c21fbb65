import { expect, it } from 'vitest'
import { tampered } from '../../flaws/flawed.ts'
import { verdictOn } from '../../flaws/verdict-on.ts'
import { statusClass } from './status-class.ts'

it('takes no success for a failure because a client that prefers problem details is sent all JSON as such', async () => {
  const mislabels = tampered((answer, { headers }) => {
    if (headers.accept?.includes('problem+json') !== true || answer.headers['content-type'] === undefined)
      return
    answer.headers['content-type'] = 'application/problem+json'
  })
  expect(await verdictOn(statusClass, mislabels)).toMatchObject({ outcome: 'passed' })
})

it('finds a failure in a success whatever its type', async () => {
  const hides = tampered((answer) => {
    if (answer.status >= 400) answer.status = 200
    answer.headers['content-type'] = 'application/json'
  })
  expect((await verdictOn(statusClass, hides)).says).toContain('its content says that it failed')
})
