import { describe, expect, it } from 'vitest'
import type { Sample } from './sample.ts'
import { verdict, type Soak } from './verdict.ts'

const rest: Sample = {
  heap: 20e6,
  external: 3e6,
  rss: 90e6,
  handles: 5,
  descriptors: 30,
  inFlight: 0,
  smuggled: 0,
}
const loaded = (heap: number): Sample => ({ ...rest, heap, handles: 100, descriptors: 130, inFlight: 90 })
const flat = Array.from({ length: 20 }, (_, n) => loaded(25e6 + (n % 3) * 1e6))
const sound: Soak = { before: rest, during: flat, after: rest, honest: { answered: 1000, failures: [] } }

describe('the verdict on a soak', () => {
  it('is that all is well when nothing grew and nobody honest was failed', () => {
    expect(verdict(sound)).toEqual([])
  })

  it('does not hold the filling of caches against the server', () => {
    expect(verdict({ ...sound, during: [loaded(10e6), loaded(15e6), loaded(20e6), ...flat] })).toEqual([])
  })

  it.each([
    ['a heap that grows', { during: flat.map((_, n) => loaded(25e6 + n * 1e6)) }, /heap grew under load/],
    ['a handle that is left', { after: { ...rest, handles: 6 } }, /handles left behind: 5 before, 6 after/],
    ['a descriptor that is left', { after: { ...rest, descriptors: 31 } }, /descriptors left behind/],
    ['a request that is left', { after: { ...rest, inFlight: 1 } }, /1 requests are still in flight/],
    ['a request that nobody sent', { after: { ...rest, smuggled: 1 } }, /handled that nobody had sent/],
    ['an honest failure', { honest: { answered: 1, failures: ['wrong'] } }, /honest requests failed: wrong/],
    ['no load at all', { honest: { answered: 0, failures: [] } }, /no honest request was answered/],
  ])('finds %s', (_name, change, fault) => {
    expect(verdict({ ...sound, ...change })).toEqual([expect.stringMatching(fault)])
  })
})
