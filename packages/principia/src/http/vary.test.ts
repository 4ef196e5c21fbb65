import { expect, test } from 'vitest'
import { app, bearerToken, defineAccess, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { addVary } from './vary.ts'

test.each([
  [[], 'Origin'],
  [['Origin'], 'Origin'],
  [['Origin', 'origin'], 'Origin'],
  [['Origin', 'Accept'], 'Origin, Accept'],
  [['Origin, Accept', 'accept,Cookie', 'ORIGIN'], 'Origin, Accept, Cookie'],
  [['*', 'Origin'], '*'],
  [['Origin', '*', 'Accept'], '*'],
  [['Origin', 'Accept, *'], '*'],
])('RFC 9110 section 12.5.5: %j makes "%s"', (names, vary) => {
  const headers = ['Via', 'Vary']
  for (const name of names) addVary(headers, name)
  if (names.length === 0) addVary(headers, 'Origin')
  expect(headers).toEqual(['Via', 'Vary', 'Vary', vary])
})

test('a field that somebody else wrote is added to, in whatever case it stands', () => {
  const headers = ['vary', 'accept', 'ETag', '"a"']
  addVary(headers, 'Cookie')
  expect(headers).toEqual(['vary', 'accept, Cookie', 'ETag', '"a"'])
})

test('an answer has one Vary, whoever adds to it', async () => {
  const member = defineAccess('member', {
    scheme: 'bearer',
    check: ({ header }) => ({ id: bearerToken(header('authorization')) ?? 'nobody' }),
  })
  const own = route('GET /', { access: member }, () =>
    reply(200, 'x', { Vary: ['accept', 'X-Tone, Authorization'] }),
  )
  const origins = ['https://app.example.org']
  await using api = await testApp(app({ name: 'varied', routes: [own], cors: { origins } }))
  const { headers } = await api.get('/')
  expect(headers.get('vary')).toBe('Origin, accept, X-Tone, Authorization')
})
