import { describe, expect, it } from 'vitest'
import type { TraceRecord } from '../context/index.ts'
import { createTraceRing } from './index.ts'

const record = (requestId: string) => ({ requestId }) as TraceRecord
const ids = (records: readonly TraceRecord[]) => records.map(({ requestId }) => requestId).join('')

describe('the ring of records', () => {
  it.each([
    [1, 'a', 'a'],
    [1, 'ab', 'b'],
    [3, '', ''],
    [3, 'ab', 'ba'],
    [3, 'abc', 'cba'],
    [3, 'abcd', 'dcb'],
    [3, 'abcdefgh', 'hgf'],
    [0, 'abc', ''],
  ])('of %i keeps of "%s", newest first, "%s"', (capacity, added, kept) => {
    const ring = createTraceRing(capacity)
    for (const id of added) ring.add(record(id))
    expect(ids(ring.list())).toBe(kept)
    expect(ring.find(kept.at(-1) ?? '-')?.requestId).toBe(kept.at(-1))
    expect(ring.find('nobody')).toBeUndefined()
  })

  it('tells who listens, for as long as they listen', () => {
    const ring = createTraceRing(2)
    const heard: TraceRecord[] = []
    const stop = ring.listen((one) => heard.push(one))
    ring.add(record('a'))
    stop()
    ring.add(record('b'))
    expect(ids(heard)).toBe('a')
  })

  it.each([-1, 1.5, NaN, Infinity])('has no size of %d', (capacity) => {
    expect(() => createTraceRing(capacity)).toThrow('whole number from 0')
  })
})
