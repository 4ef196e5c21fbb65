import { describe, expect, it } from 'vitest'
import { newRequestId, newTraceId, traceIdFrom } from './index.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

describe('a traceparent header', () => {
  it.each([
    ['sampled', `00-${TRACE}-${PARENT}-01`],
    ['not sampled', `00-${TRACE}-${PARENT}-00`],
    ['with flags that have no meaning yet', `00-${TRACE}-${PARENT}-ff`],
    ['of a later version', `cc-${TRACE}-${PARENT}-01`],
    ['of a later version that says more', `cc-${TRACE}-${PARENT}-01-what-the-future-will-be-like`],
  ])('%s carries its trace on', (_name, header) => {
    expect(traceIdFrom(header)).toBe(TRACE)
  })

  it.each([
    ['that is absent', undefined],
    ['that is empty', ''],
    ['of the version that cannot be', `ff-${TRACE}-${PARENT}-01`],
    ['of version 00 that says more', `00-${TRACE}-${PARENT}-01-more`],
    ['of a later version that says more without a dash', `cc-${TRACE}-${PARENT}-01more`],
    ['with a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
    ['with a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['in capitals', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ['with a trace too short', `00-${TRACE.slice(1)}-${PARENT}-01`],
    ['with a trace too long', `00-${TRACE}0-${PARENT}-01`],
    ['with a parent too short', `00-${TRACE}-${PARENT.slice(1)}-01`],
    ['with a version too long', `000-${TRACE}-${PARENT}-01`],
    ['with flags too short', `00-${TRACE}-${PARENT}-1`],
    ['with letters that are no hexadecimal', `00-${TRACE.replace('a', 'g')}-${PARENT}-01`],
    ['without flags', `00-${TRACE}-${PARENT}`],
    ['given twice', `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`],
    ['with a space before it', ` 00-${TRACE}-${PARENT}-01`],
  ])('%s is ignored', (_name, header) => {
    expect(traceIdFrom(header)).toBeUndefined()
  })
})

describe('new ids', () => {
  it('are random hexadecimal, and never the same', () => {
    const ids = Array.from({ length: 5000 }, () => newRequestId())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^[\da-f]{16}$/.test(id))).toBe(true)
    expect(newTraceId()).toMatch(/^[\da-f]{32}$/)
    expect(traceIdFrom(`00-${newTraceId()}-${newRequestId()}-01`)).toBeDefined()
  })
})
