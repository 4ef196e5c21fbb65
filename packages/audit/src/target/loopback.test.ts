import { expect, it } from 'vitest'
import { isLoopback } from './loopback.ts'

it.each([
  'http://localhost:3000',
  'http://app.localhost',
  'http://LOCALHOST.',
  'http://127.0.0.1',
  'http://127.1',
  'http://[::1]:80',
  'http://[::ffff:127.0.0.1]',
])('%s is this machine', (url) => {
  expect(isLoopback(new URL(url).hostname)).toBe(true)
})

it.each([
  'http://127.example.com',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://mylocalhost',
  'http://10.0.0.1',
  'http://0.0.0.0',
  'http://[::2]',
  'http://[::ffff:8.8.8.8]',
])('%s is not', (url) => {
  expect(isLoopback(new URL(url).hostname)).toBe(false)
})
