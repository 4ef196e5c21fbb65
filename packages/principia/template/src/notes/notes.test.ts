import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp } from 'principia/testing'
import app from '../app.ts'

test('a note that was written can be read and is listed', async () => {
  await using api = await testApp(app)
  const written = await api.post('/notes', { text: 'hello' })
  assert.equal(written.status, 201)
  const location = written.headers.get('location') ?? ''
  const note = await written.json()
  const read = await api.get(location)
  assert.deepEqual(await read.json(), note)
  const listed = await api.get('/notes')
  assert.deepEqual(await listed.json(), { notes: [note] })
})

test('a note without text is refused, and says what is wrong', async () => {
  await using api = await testApp(app)
  const refused = await api.post('/notes', { text: '' })
  assert.equal(refused.status, 422)
  assert.equal(refused.headers.get('content-type'), 'application/problem+json')
  assert.match(await refused.text(), /\/text/)
})

test('a note that does not exist is not found', async () => {
  await using api = await testApp(app)
  assert.equal((await api.get('/notes/1')).status, 404)
})
