import { describe, expect, it, test } from 'vitest'
import { app, problems, reply, route } from '../index.ts'
import { testApp } from '../testing/index.ts'
import { negotiateLanguage } from './language.ts'

const AVAILABLE = ['en', 'de-DE', 'fr', 'zh-Hant', 'pt-BR'] as const

describe('RFC 4647 section 3.4, RFC 9110 section 12.5.4: Accept-Language', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['FR', 'fr'],
    ['fr-CA', 'fr'],
    ['fr-CA-x-private', 'fr'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-Hans', 'en'],
    ['de', 'de-DE'],
    ['de-CH, fr;q=0.8', 'fr'],
    ['pt-PT', 'en'],
    ['pt-PT, pt;q=0.9', 'pt-BR'],
    ['da, fr;q=0.7, en;q=0.8', 'en'],
    ['da, fr;q=0.8, en;q=0.7', 'fr'],
    ['fr;q=0.5, zh-Hant;q=0.5', 'fr'],
    ['*', 'en'],
    ['*, en;q=0', 'de-DE'],
    ['en;q=0', 'en'],
    ['en;q=0, fr;q=0.1', 'fr'],
    ['de;q=0, de-DE', 'en'],
    ['fr;q=9', 'en'],
    ['not a language, fr', 'fr'],
    ['f'.repeat(9), 'en'],
  ])('"%s" chooses %s', (header, language) => {
    expect(negotiateLanguage(header, AVAILABLE)).toBe(language)
  })

  it('of one language chooses that', () => {
    expect(negotiateLanguage('fr', ['de'])).toBe('de')
  })
})

const GREETINGS = { en: 'Hello', de: 'Hallo' }
const greet = route('GET /', { access: 'public' }, ({ language }) => GREETINGS[language(['en', 'de'])])
const own = route('GET /own', { access: 'public' }, ({ language }) => {
  language(['en', 'de'])
  return reply(200, 'Hi', { 'content-language': 'en-AU' })
})
const fail = route('GET /fail', { access: 'public' }, ({ language }) => {
  language(['en', 'de'])
  throw problems.notFound()
})

test.each([
  ['/', 'de-AT', 'de', 'Hallo'],
  ['/', 'fr', 'en', 'Hello'],
  ['/own', 'de', 'en-AU', 'Hi'],
])('GET %s for %s is in %s, and says so', async (path, accepted, language, text) => {
  await using api = await testApp(app({ name: 'greeter', routes: [greet, own] }))
  const answer = await api.get(path, { headers: { 'accept-language': accepted } })
  expect([answer.headers.get('content-language'), answer.headers.get('vary')]).toEqual([
    language,
    'Accept-Language',
  ])
  expect(await answer.text()).toBe(text)
})

test('a problem is not in the language that was chosen, but varies by it', async () => {
  await using api = await testApp(app({ name: 'greeter', routes: [fail] }))
  const { headers } = await api.get('/fail', { headers: { 'accept-language': 'de' } })
  expect([headers.get('content-language'), headers.get('vary')]).toEqual([null, 'Accept-Language'])
})
