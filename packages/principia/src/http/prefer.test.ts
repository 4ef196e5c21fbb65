import { describe, expect, it, test } from 'vitest'
import { app, noContent, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { readPreferences } from './prefer.ts'

const read = (header: string | undefined) => readPreferences(header, () => undefined)

describe('RFC 7240 section 2: Prefer', () => {
  it.each<[string | undefined, Record<string, string>]>([
    [undefined, {}],
    ['', {}],
    [',, ,', {}],
    ['respond-async', { 'respond-async': '' }],
    ['respond-async, wait=100', { 'respond-async': '', wait: '100' }],
    ['Return = Minimal', { return: 'Minimal' }],
    ['a="x, y; z=\\"1\\""; p=1;; q, b', { a: 'x, y; z="1"', b: '' }],
    ['wait=1, WAIT=2', { wait: '1' }],
    ['foo=""', { foo: '' }],
    ['=x, b c, d=e f, g="h, i', {}],
    ['bad value, good', { good: '' }],
    ['__proto__=1', { ['__proto__']: '1' }],
  ])('%s', (header, all) => {
    expect(Object.entries(read(header).all)).toEqual(Object.entries(all))
  })

  it('says what the registered ones mean, and ignores values that they do not have', () => {
    expect(read('return=minimal, handling=LENIENT, wait=10')).toMatchObject({
      return: 'minimal',
      handling: 'lenient',
      wait: 10,
      respondAsync: false,
    })
    const odd = read('return=everything, handling, wait=-1, respond-async')
    expect([odd.return, odd.handling, odd.wait, odd.respondAsync]).toEqual([
      undefined,
      undefined,
      undefined,
      true,
    ])
  })

  it('of any length costs a bounded amount of work', () => {
    expect(Object.keys(read(Array.from({ length: 10_000 }, (_, n) => `p${n}`).join()).all)).toHaveLength(32)
    expect(Object.keys(read(`a${';  '.repeat(100_000)}"`).all)).toEqual(['a'])
  })

  it('RFC 7240 section 3: what was honoured is told once, as it can be said [9110-5.6.4-2]', () => {
    const told: string[] = []
    const { applied } = readPreferences('return=minimal, depth="a \\"b\\"", respond-async', (one) =>
      told.push(one),
    )
    for (const name of ['return', 'Return', 'depth', 'respond-async', 'wait']) applied(name)
    expect(told).toEqual(['return=minimal', 'depth="a \\"b\\""', 'respond-async'])
  })
})

const replace = route('PUT /', { access: 'public' }, ({ prefer }) => {
  const wants = prefer()
  wants.applied('handling')
  if (wants.return !== 'minimal') return reply(200, { text: 'whole' })
  wants.applied('return')
  return noContent()
})

test.each([
  [undefined, 200, null],
  ['return=representation', 200, null],
  ['return=minimal', 204, 'return=minimal'],
  ['return=minimal, handling=strict', 204, 'handling=strict, return=minimal'],
])('Prefer: %s is answered with %d, and the answer varies by it', async (wish, status, applied) => {
  await using api = await testApp(app({ name: 'preferring', routes: [replace] }))
  const answer = await api.put('/', undefined, wish === undefined ? {} : { headers: { prefer: wish } })
  expect(answer.status).toBe(status)
  expect([answer.headers.get('preference-applied'), answer.headers.get('vary')]).toEqual([applied, 'Prefer'])
})
