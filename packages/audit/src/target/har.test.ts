import { expect, it } from 'vitest'
import { BadHar, loadHar, readHar } from './har.ts'

const origin = new URL('http://127.0.0.1:3000')

function entry(method: string, path: string, status = 200, request: object = {}): object {
  return {
    request: { method, url: new URL(path, origin).href, headers: [], ...request },
    response: { status },
  }
}

function read(entries: unknown) {
  return readHar(JSON.stringify({ log: { version: '1.2', entries } }), 'test.har', origin)
}

it('gives the pages that answered on the origin of the target, and the bodies that were taken', () => {
  const json = (text: string, mimeType = 'application/json; charset=utf-8') => ({
    postData: { mimeType, text },
  })
  const recording = read([
    entry('GET', '/notes?limit=2'),
    entry('GET', '/notes?limit=2', 204),
    entry('GET', '/gone', 404),
    entry('GET', '/moved', 302),
    entry('GET', 'https://cdn.example/a.js'),
    entry('POST', '/notes?x=1', 201, json('{"title":"One"}')),
    entry('POST', '/notes', 422, json('{"title":""}')),
    entry('POST', '/notes', 201, json('{')),
    entry('POST', '/form', 200, json('a=b', 'application/x-www-form-urlencoded')),
  ])
  expect(recording).toEqual({
    pages: ['/notes?limit=2'],
    bodies: [{ method: 'POST', path: '/notes', json: { title: 'One' } }],
    credentials: {},
    entries: 8,
    foreign: 1,
  })
})

it('remembers the last credentials that were sent to the target, and to nobody else', () => {
  const headers = (value: string) => ({
    headers: [
      { name: 'authorization', value },
      { name: 'Cookie', value: 'a=1' },
      { name: 'X-Other', value: 'x' },
    ],
  })
  const recording = read([
    entry('GET', '/', 200, headers('Bearer one')),
    entry('GET', '/', 200, headers('Bearer two')),
    entry('GET', 'https://other.example/', 200, headers('Bearer three')),
  ])
  expect(recording.credentials).toEqual({ Authorization: 'Bearer two', Cookie: 'a=1' })
})

it('passes over entries that are broken', () => {
  const broken = [
    null,
    1,
    {},
    { request: {}, response: {} },
    { request: { url: 'x', method: 'GET' }, response: { status: 200 } },
  ]
  const odd = entry('GET', '/', 200, { headers: [null, { name: 1 }], postData: { text: 1 } })
  expect(read([...broken, odd])).toMatchObject({ pages: ['/'], entries: 1 })
})

it.each(['', 'null', '[]', '{"log":{}}', '<har>'])('refuses %j', (text) => {
  expect(() => readHar(text, 'test.har', origin)).toThrow(BadHar)
})

it('refuses a file that is not there', async () => {
  await expect(loadHar('/nowhere.har', origin)).rejects.toThrow(
    /^The recording \/nowhere\.har cannot be read: /,
  )
})
