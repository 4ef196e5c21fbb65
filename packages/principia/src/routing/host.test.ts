import { describe, expect, it } from 'vitest'
import { hostPath, hostPattern } from './host.ts'

describe('a host', () => {
  it.each([
    ['api.example.org', '/org/example/api'],
    ['API.Example.ORG', '/org/example/api'],
    ['api.example.org:8080', '/org/example/api'],
    ['api.example.org.', '/org/example/api'],
    ['api.example.org.:443', '/org/example/api'],
    ['localhost', '/localhost'],
    ['xn--bcher-kva.example', '/example/xn--bcher-kva'],
    ['[::1]:3000', '/[::1]'],
  ])('%s is looked up as %s', (host, path) => {
    expect(hostPath(host)).toBe(path)
  })

  it.each([
    ['api.example.org', '/org/example/api'],
    [':tenantId.Example.org', '/org/example/:tenantId'],
  ])('%s is the pattern %s', (host, pattern) => {
    expect(hostPattern(host)).toBe(pattern)
  })

  it.each([
    '',
    'api.example.org:8080',
    'https://api.example.org',
    'api..org',
    '*.example.org',
    'bücher.example',
    ':a(b).org',
  ])('"%s" is none', (host) => {
    expect(() => hostPattern(host)).toThrow('a host is names')
  })

  it('has each parameter once', () => {
    expect(() => hostPattern(':a.:a.org')).toThrow('twice')
  })
})
