import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProxy, type TcpProxy } from './tcp-proxy.ts'

describe('a TCP proxy', () => {
  let proxy: TcpProxy
  let far: Socket | undefined
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    far = socket.on('error', () => undefined)
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('end', () => socket.end('last'))
  })

  beforeEach(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    proxy = await startProxy('127.0.0.1', (server.address() as AddressInfo).port)
  })
  afterEach(async () => {
    await proxy[Symbol.asyncDispose]()
    far?.destroy()
    server.close()
  })

  const join = async (): Promise<Socket> => {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
    await once(socket, 'connect')
    return socket
  }
  const echo = async (socket: Socket, text: string): Promise<string> => {
    socket.write(text)
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    return chunk.toString()
  }
  const errorOf = async (socket: Socket): Promise<unknown> => {
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    return error.code
  }

  it('passes bytes both ways, and the end of one direction without that of the other', async () => {
    await using socket = await join()
    expect(await echo(socket, 'hello')).toBe('hello')
    socket.end()
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    expect(chunk.toString()).toBe('last')
    await once(socket, 'end')
  })

  it('tells when something came back', async () => {
    const begun = performance.now()
    await using socket = await join()
    expect(proxy.heard).toEqual([])
    await echo(socket, 'hello')
    expect(proxy.heard.map((at) => at >= begun && at <= performance.now())).toEqual([true])
  })

  it('refuses connections and goes on with those that are there, until it takes some again', async () => {
    await using there = await join()
    expect(await echo(there, 'a')).toBe('a')
    await proxy.set('refuse')
    expect(await errorOf(connect(proxy.port, '127.0.0.1'))).toBe('ECONNREFUSED')
    expect(await echo(there, 'b')).toBe('b')
    await proxy.set('none')
    await using anew = await join()
    expect(await echo(anew, 'c')).toBe('c')
  })

  it('resets new connections', async () => {
    await proxy.set('reset')
    const socket = connect(proxy.port, '127.0.0.1')
    expect(await errorOf(socket)).toBe('ECONNRESET')
  })

  it('is silent, and says later what was held back', async () => {
    await using there = await join()
    expect(await echo(there, 'a')).toBe('a')
    await proxy.set('silent')
    await using anew = await join()
    const heard = Promise.all([echo(there, 'b'), echo(anew, 'c')])
    await new Promise(setImmediate)
    expect(there.bytesRead + anew.bytesRead).toBe(1)
    await proxy.set('none')
    expect(await heard).toEqual(['b', 'c'])
  })

  it('cuts what is there', async () => {
    const there = await join()
    expect(await echo(there, 'a')).toBe('a')
    const error = errorOf(there)
    proxy.cut()
    expect(await error).toBe('ECONNRESET')
    await using anew = await join()
    expect(await echo(anew, 'b')).toBe('b')
  })

  it('delays each piece, and lets so many bytes pass per second', async () => {
    await using socket = await join()
    await proxy.set({ latency: 40 })
    const begun = performance.now()
    await echo(socket, 'a')
    expect(performance.now() - begun).toBeGreaterThanOrEqual(78)
    await proxy.set({ bandwidth: 20_000 })
    const limited = performance.now()
    socket.write(Buffer.alloc(2000))
    let got = 0
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      got += chunk.length
      if (got === 2000) break
    }
    expect(performance.now() - limited).toBeGreaterThanOrEqual(98)
  })
})
