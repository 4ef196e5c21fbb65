import { describe, expect, it } from 'vitest'
import { defineProblem, EXIT, isProblemKind, problems, StartFault, toProblemDocument } from './index.ts'

const outOfStock = defineProblem('out-of-stock', 409, 'The item is out of stock')

describe('a problem', () => {
  it('is told as RFC 9457 has it', () => {
    const thrown = outOfStock('Only 2 are left.', {
      members: { left: 2 },
      headers: { 'retry-after': '5' },
      cause: 'why',
    })
    expect(toProblemDocument(thrown, 'r1')).toEqual({
      type: '/problems/out-of-stock',
      title: 'The item is out of stock',
      status: 409,
      detail: 'Only 2 are left.',
      left: 2,
      requestId: 'r1',
    })
    expect(thrown).toMatchObject({
      message: 'Only 2 are left.',
      headers: { 'retry-after': '5' },
      cause: 'why',
    })
  })

  it('says nothing of a detail that it has not', () => {
    expect(Object.keys(toProblemDocument(outOfStock(), 'r1'))).toEqual([
      'type',
      'title',
      'status',
      'requestId',
    ])
    expect(outOfStock().message).toBe('The item is out of stock')
  })

  it('cannot have its standard members replaced', () => {
    const members = { type: 'x', title: 'x', status: 200, requestId: 'x', detail: 'x', more: 1 }
    expect(toProblemDocument(outOfStock('told', { members }), 'r1')).toEqual({
      ...toProblemDocument(outOfStock('told'), 'r1'),
      more: 1,
    })
  })

  it.each([
    ['OutOfStock', 409],
    ['out_of_stock', 409],
    ['-out', 409],
    ['out--of', 409],
    ['', 409],
    ['a/../b', 409],
    ['out-of-stock', 200],
    ['out-of-stock', 600],
    ['out-of-stock', 409.5],
    ['out-of-stock', NaN],
  ])('is not "%s" with the status %d', (name, status) => {
    expect(() => defineProblem(name, status, 'x')).toThrow(TypeError)
  })

  it('is told apart from other values', () => {
    expect(
      [outOfStock, outOfStock(), () => undefined, null, { problem: 'x', status: 1 }].map(isProblemKind),
    ).toEqual([true, false, false, false, false])
  })
})

describe('the problems of the framework', () => {
  it('each have a name and a status of their own meaning', () => {
    const kinds = Object.values(problems)
    expect(new Set(kinds.map(({ problem }) => problem)).size).toBe(kinds.length)
    for (const kind of kinds) expect(isProblemKind(kind)).toBe(true)
  })
})

describe('a fault at start', () => {
  it('carries the code to exit with', () => {
    expect(new StartFault('Port 80 is taken.', EXIT.unavailable)).toMatchObject({
      exitCode: 69,
      name: 'StartFault',
      message: 'Port 80 is taken.',
    })
  })
})
