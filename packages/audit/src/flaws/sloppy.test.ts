import { describe, expect, it } from 'vitest'
import { verdictOn } from './verdict-on.ts'
import { http1 } from '../checks/http/http1-checks.ts'
import { oneEnd } from '../checks/http/one-end.ts'
import { unequalLengths } from '../checks/http/unequal-lengths.ts'
import { sloppy } from './sloppy.ts'

describe('the sloppy server', () => {
  it.each(http1.map((check) => [check.id, check] as const))(
    'without laxities is not accused by %s',
    async (_, check) => {
      expect((await verdictOn(check, sloppy())).outcome).not.toBe('failed')
    },
  )

  it.each([
    [oneEnd, sloppy({ bothEnds: 'length' })],
    [oneEnd, sloppy({ bothEnds: 'coding' })],
    [unequalLengths, sloppy({ unequalLengths: 'first' })],
    [unequalLengths, sloppy({ unequalLengths: 'last' })],
  ])('is found out whichever end it goes by', async (check, specimen) => {
    expect(await verdictOn(check, specimen)).toMatchObject({ outcome: 'failed' })
  })
})
