import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addressAt, startStandIn, type StandIn } from './stand-in.ts'

describe('a stand-in for a service', () => {
  let standIn: StandIn
  beforeEach(async () => {
    standIn = await startStandIn({ price: 7 })
  })
  afterEach(() => standIn[Symbol.asyncDispose]())
  const address = () => `http://127.0.0.1:${standIn.port}/prices?of=tea`

  it('answers as it is told, and keeps what it was asked', async () => {
    expect(await (await fetch(address(), { method: 'POST', body: 'tea' })).json()).toEqual({ price: 7 })
    const [call] = standIn.calls
    expect(call).toMatchObject({ method: 'POST', path: '/prices?of=tea', body: Buffer.from('tea') })
    expect(call?.headers.get('host')).toBe(`127.0.0.1:${standIn.port}`)
    expect(call?.gone.aborted).toBe(false)
  })

  it('answers with another status, and fields of its own', async () => {
    await standIn.set({ status: 503, headers: ['Retry-After', '2'] })
    const response = await fetch(address())
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
  })

  it('tells when a caller leaves without an answer', async () => {
    await standIn.set('silent')
    const coming = standIn.next(5000)
    const asking = request(address()).on('error', () => undefined)
    asking.end()
    const call = await coming
    expect(call?.gone.aborted).toBe(false)
    const gone = once(call?.gone as AbortSignal, 'abort')
    asking.destroy()
    await gone
  })

  it('takes a request and resets its connection', async () => {
    await standIn.set('reset')
    const asking = request(address())
    asking.end()
    const [error] = (await once(asking, 'error')) as [NodeJS.ErrnoException]
    expect([error.code, standIn.calls.length]).toEqual(['ECONNRESET', 1])
  })

  it('refuses connections, ends those that are there, and comes back at the same port', async () => {
    await using there = connect(standIn.port, '127.0.0.1')
    await once(there, 'connect')
    await Promise.all([once(there.resume(), 'close'), standIn.set('refuse')])
    const [error] = (await once(connect(standIn.port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
    await standIn.set('well')
    expect((await fetch(address())).status).toBe(200)
  })

  it('says when nobody calls', async () => {
    expect(await standIn.next(1)).toBeUndefined()
  })
})

it.each([
  [undefined, 'http://127.0.0.1:7'],
  ['http://prices', 'http://127.0.0.1:7'],
  ['http://prices/', 'http://127.0.0.1:7/'],
  ['https://prices:8443/v1', 'http://127.0.0.1:7/v1'],
  ['prices:80', '127.0.0.1:7'],
])('puts itself in the place of %s', (address, expected) => {
  expect(addressAt(7, address)).toBe(expected)
})
