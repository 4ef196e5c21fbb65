import { describe, expect, it } from 'vitest'
import { limitStoreContract } from './fixtures/limit-store-contract.ts'
import { memoryLimits, sharedLimits } from './index.ts'

describe('limits counted in memory', () => {
  limitStoreContract(() => memoryLimits())
})

describe('shared limits', () => {
  it.each([
    [{ unavailable: 'open' as 'local' }, '"local" or "refuse"; got "open"'],
    [{ timeout: 0 }, 'milliseconds from 1 to 60000; got 0'],
  ])('with %j are refused', (options, message) => {
    expect(() => sharedLimits(memoryLimits(), options)).toThrow(message)
  })
})
