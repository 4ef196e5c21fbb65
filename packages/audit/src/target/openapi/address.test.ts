import { expect, it } from 'vitest'
import type { Operation, Parameter } from '../description.ts'
import { addressOf } from './address.ts'

const parameter = (name: string, where: Parameter['in'], style: string, explode: boolean): Parameter => ({
  name,
  in: where,
  style,
  explode,
  required: where === 'path',
  schema: true,
})

function address(path: string, parameters: readonly Parameter[], value: unknown) {
  const operation: Operation = {
    method: 'GET',
    path,
    id: undefined,
    parameters,
    body: undefined,
    answers: {},
    secured: false,
    deprecated: false,
  }
  return addressOf(operation, () => value)
}

const list = ['a', 'b c']
const object = { x: 1, y: 'b/c' }

// The table of OpenAPI 3.1.1 section 4.8.12.6.
it.each([
  ['path', 'simple', false, 'ü/?', '/%C3%BC%2F%3F'],
  ['path', 'simple', false, list, '/a,b%20c'],
  ['path', 'simple', false, object, '/x,1,y,b%2Fc'],
  ['path', 'simple', true, object, '/x=1,y=b%2Fc'],
  ['path', 'label', false, list, '/.a,b%20c'],
  ['path', 'label', true, object, '/.x=1.y=b%2Fc'],
  ['path', 'matrix', false, list, '/;p=a,b%20c'],
  ['path', 'matrix', true, list, '/;p=a;p=b%20c'],
  ['path', 'matrix', true, object, '/;x=1;y=b%2Fc'],
  ['query', 'form', true, list, '/?p=a&p=b%20c'],
  ['query', 'form', false, list, '/?p=a,b%20c'],
  ['query', 'form', true, object, '/?x=1&y=b%2Fc'],
  ['query', 'form', true, '', '/?p='],
  ['query', 'form', true, null, '/?p=null'],
  ['query', 'spaceDelimited', false, list, '/?p=a%20b%20c'],
  ['query', 'pipeDelimited', false, list, '/?p=a|b%20c'],
  ['query', 'deepObject', true, object, '/?p[x]=1&p[y]=b%2Fc'],
  ['query', 'json', false, object, '/?p=%7B%22x%22%3A1%2C%22y%22%3A%22b%2Fc%22%7D'],
] as const)('a value in the %s as %s, exploded %s: %j is %s', (where, style, explode, value, expected) => {
  const path = where === 'path' ? '/{p}' : '/'
  expect(address(path, [parameter('p', where, style, explode)], value).path).toBe(expected)
})

it('puts what belongs there into headers and cookies', () => {
  const parameters = [parameter('X-List', 'header', 'simple', false), parameter('a', 'cookie', 'form', true)]
  expect(address('/', parameters, list).headers).toEqual({ 'X-List': 'a,b c', Cookie: 'a=a%2Cb%20c' })
})
