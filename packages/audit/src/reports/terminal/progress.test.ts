import { expect, it } from 'vitest'
import { notFound } from '../../checks/routing/not-found.ts'
import { showProgress } from './progress.ts'

function progressOn(isTTY: boolean): string {
  let written = ''
  {
    using progress = showProgress({ isTTY, columns: 40, write: (text) => (written += text) }, 250, 3)
    progress.begin(notFound)
    progress.end({ id: notFound.id, outcome: 'failed' })
    progress.begin({ ...notFound, id: `routing/${'x'.repeat(100)}` })
  }
  return written
}

it('tells on one line what runs, how far it has come and what was found, and takes it away at the end', () => {
  const lines = progressOn(true).split('\r\x1b[K')
  expect(lines).toEqual([
    '',
    '3 of 250  routing/not-found',
    '4 of 250, 1 found',
    '4 of 250, 1 found  routing/xxxxxxxxxxxx',
    '',
  ])
})

it('says nothing where there is no terminal', () => {
  expect(progressOn(false)).toBe('')
})
