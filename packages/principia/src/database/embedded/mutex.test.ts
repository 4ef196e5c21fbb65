import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StartFault } from '../../errors/index.ts'
import { holding } from './mutex.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'principia-mutex-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('those who want the same directory come one after the other', async () => {
  let inside = 0
  let most = 0
  const visit = () =>
    holding(directory, 5000, async () => {
      most = Math.max(most, ++inside)
      await new Promise((next) => setImmediate(next))
      inside--
    })
  await Promise.all([visit(), visit(), visit()])
  expect(most).toBe(1)
})

test('a failure inside gives the directory back', async () => {
  await expect(holding(directory, 0, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await holding(directory, 0, async () => 'mine')).toBe('mine')
})

test('the wait has an end', async () => {
  await holding(directory, 0, async () => {
    await expect(holding(directory, 30, async () => 'mine')).rejects.toBeInstanceOf(StartFault)
  })
})
