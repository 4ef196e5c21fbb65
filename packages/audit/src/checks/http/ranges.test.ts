import { expect, it } from 'vitest'
import { partsOf } from './ranges.ts'

it('tells the parts of several ranges apart, to the byte', () => {
  const body = Buffer.from(
    '--b\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/9\r\n\r\n\r\n\r\n--b\r\nContent-Range: bytes 3-3/9\r\n\r\n-\r\n--b--\r\n',
  )
  expect(partsOf(body, 'b')).toEqual([
    { range: 'bytes 0-1/9', body: Buffer.from('\r\n') },
    { range: 'bytes 3-3/9', body: Buffer.from('-') },
  ])
})

it('says where there are none', () => {
  expect(partsOf(Buffer.from('hello'), 'b')).toBeUndefined()
})
