import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { notFound } from '../../checks/routing/not-found.ts'
import { showProgress } from './progress.ts'

function progressOn(stream: { readonly isTTY: boolean; readonly columns: number }): string {
  const written = Object.assign(new PassThrough(), stream) as unknown as NodeJS.WriteStream & PassThrough
  {
    using progress = showProgress(written, 250, 3)
    progress.begin(notFound)
    progress.end({ id: notFound.id, outcome: 'failed' })
    progress.begin({ ...notFound, id: `routing/${'x'.repeat(100)}` })
  }
  return String(written.read() ?? '')
}

it('tells on one line what runs, how far it has come and what was found, and takes it away at the end', () => {
  const lines = progressOn({ isTTY: true, columns: 40 }).split('\r\x1b[K')
  expect(lines).toEqual([
    '',
    '3 of 250  routing/not-found',
    '4 of 250, 1 found',
    '4 of 250, 1 found  routing/xxxxxxxxxxxx',
    '',
  ])
})

it('says nothing where there is no terminal', () => {
  expect(progressOn({ isTTY: false, columns: 80 })).toBe('')
})
