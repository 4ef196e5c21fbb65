import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { route, type Route } from '../index.ts'
import { memoryLogger, QUIET_ENV, startQuiet } from './fixtures/app.ts'
import { exchange } from './fixtures/raw.ts'
import { compileProxies, type ProxyFields } from './proxies.ts'

const routes = [
  route('GET /me', { access: 'public' }, ({ remoteAddress, secure, host }) => ({
    remoteAddress,
    secure,
    host,
  })),
  route('GET /limited', { access: 'public', limit: '1/min' }, () => ({ ok: true })),
]

interface Seen {
  readonly remoteAddress: string
  readonly secure: boolean
  readonly host: string
}

/** A server that trusts these, and what it takes a request with these fields to be. */
async function startBehind(env: Record<string, string>) {
  const server = await startQuiet({ routes }, { env: { ...QUIET_ENV, ...env } })
  const ask = async (...fields: string[]) => {
    const lines = ['GET /me HTTP/1.1', 'Host: app.internal', ...fields, 'Connection: close', '', '']
    const { answers } = await exchange(server.port, lines.join('\r\n'))
    return JSON.parse(answers[0]?.body ?? '') as Seen
  }
  return { server, ask }
}

describe('behind proxies that write X-Forwarded fields', () => {
  let behind: Awaited<ReturnType<typeof startBehind>>
  beforeAll(async () => {
    behind = await startBehind({ TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,2001:db8:aaaa::/48' })
  })
  afterAll(() => behind.server.stop())

  it.each([
    ['one proxy', ['X-Forwarded-For: 203.0.113.7'], '203.0.113.7'],
    ['two', ['X-Forwarded-For: 203.0.113.7, 10.0.0.1'], '203.0.113.7'],
    [
      'two in fields of their own',
      ['X-Forwarded-For: 203.0.113.7', 'X-Forwarded-For: 10.0.0.1'],
      '203.0.113.7',
    ],
    ['two of IPv6', ['X-Forwarded-For: 2001:db8::7, 2001:db8:aaaa::1'], '2001:db8::7'],
    ['a port', ['X-Forwarded-For: 203.0.113.7:4711'], '203.0.113.7'],
    ['a port of IPv6', ['X-Forwarded-For: [2001:db8::7]:4711'], '2001:db8::7'],
    ['IPv4 written as IPv6', ['X-Forwarded-For: ::ffff:203.0.113.7'], '203.0.113.7'],
    ['a client inside', ['X-Forwarded-For: 10.1.2.3'], '10.1.2.3'],
    ['a proxy written as IPv6', ['X-Forwarded-For: 203.0.113.7, ::ffff:10.0.0.1'], '203.0.113.7'],
    ['nothing said', [], '127.0.0.1'],
  ])('finds the client: %s', async (_name, fields, address) => {
    expect(await behind.ask(...fields)).toMatchObject({ remoteAddress: address })
  })

  it.each([
    ['an address in front', ['X-Forwarded-For: 1.1.1.1, 203.0.113.7'], '203.0.113.7'],
    ['a field of its own', ['X-Forwarded-For: 1.1.1.1', 'X-Forwarded-For: 203.0.113.7'], '203.0.113.7'],
    ['the address of a proxy in front', ['X-Forwarded-For: 1.1.1.1, 10.0.0.9, 203.0.113.7'], '203.0.113.7'],
    ['thousands of them', [`X-Forwarded-For: ${'1.1.1.1, '.repeat(1000)}203.0.113.7`], '203.0.113.7'],
    ['the field of others', ['Forwarded: for=1.1.1.1', 'X-Forwarded-For: 203.0.113.7'], '203.0.113.7'],
    ['X-Real-IP', ['X-Real-IP: 1.1.1.1', 'X-Forwarded-For: 203.0.113.7'], '203.0.113.7'],
    [
      'only proxies, without end',
      [`X-Forwarded-For: 1.1.1.1, ${'10.0.0.1, '.repeat(900)}10.0.0.1`],
      '10.0.0.1',
    ],
  ])('is not deceived by a client that sends %s', async (_name, fields, address) => {
    expect(await behind.ask(...fields)).toMatchObject({ remoteAddress: address })
  })

  it.each([
    ['unknown', 'unknown'],
    ['nothing', ''],
    ['nonsense', 'DROP TABLE'],
    ['a name', 'client.example'],
    ['an address that is none', '256.1.1.1'],
    ['a zone', 'fe80::1%eth0'],
  ])('counts the proxy itself where it gives %s', async (_name, node) => {
    expect(await behind.ask(`X-Forwarded-For: 1.1.1.1, ${node}, 10.0.0.2`)).toMatchObject({
      remoteAddress: '10.0.0.2',
    })
  })

  it.each([
    ['of one proxy', ['203.0.113.7', 'https', 'shop.example'], [true, 'shop.example']],
    ['in capitals, with a port', ['203.0.113.7', 'HTTPS', 'shop.example:8443'], [true, 'shop.example:8443']],
    [
      'of the first of two',
      ['203.0.113.7, 10.0.0.1', 'https, http', 'shop.example, lb'],
      [true, 'shop.example'],
    ],
    ['passed on by the second', ['203.0.113.7, 10.0.0.1', 'https', 'shop.example'], [true, 'shop.example']],
    [
      'made up in front',
      ['203.0.113.7', 'https, http', 'evil.example, shop.example'],
      [false, 'shop.example'],
    ],
    ['of another scheme', ['203.0.113.7', 'gopher', 'shop.example'], [false, 'shop.example']],
    ['of a host that is none', ['203.0.113.7', 'https', 'shop.example/x'], [true, 'app.internal']],
  ])('takes scheme and host %s', async (_name, [address, proto, name], [secure, host]) => {
    const seen = await behind.ask(
      `X-Forwarded-For: ${address}`,
      `X-Forwarded-Proto: ${proto}`,
      `X-Forwarded-Host: ${name}`,
    )
    expect(seen).toMatchObject({ secure, host })
  })

  it('takes a scheme without an address', async () => {
    expect(await behind.ask('X-Forwarded-Proto: https')).toMatchObject({
      secure: true,
      remoteAddress: '127.0.0.1',
    })
  })

  it('limits each client for itself, and none by what it makes up', async () => {
    const ask = async (forwarded: string) =>
      (await fetch(`${behind.server.url}/limited`, { headers: { 'x-forwarded-for': forwarded } })).status
    expect([await ask('203.0.113.1'), await ask('203.0.113.2')]).toEqual([200, 200])
    expect([await ask('9.9.9.9, 203.0.113.1'), await ask('8.8.8.8, 203.0.113.2')]).toEqual([429, 429])
  })

  it('records the client that it found', async () => {
    await behind.ask('X-Forwarded-For: 203.0.113.99')
    expect(behind.server.booted.ring.list()[0]?.remoteAddress).toBe('203.0.113.99')
  })
})

describe('behind proxies that write Forwarded', () => {
  const read = (field: string, peer = '127.0.0.1', fields: ProxyFields = 'forwarded') =>
    compileProxies(
      'loopback,10.0.0.0/8',
      fields,
    )({
      socket: { remoteAddress: peer },
      headers: { forwarded: field, 'x-forwarded-for': '1.1.1.1' },
    } as never)

  it.each([
    ['for=203.0.113.7', '203.0.113.7'],
    ['For="203.0.113.7:4711"', '203.0.113.7'],
    ['for="[2001:db8::7]:4711"', '2001:db8::7'],
    ['for=203.0.113.7, for=10.0.0.1', '203.0.113.7'],
    ['for=1.1.1.1, for=203.0.113.7;by=10.0.0.2;proto=https , for=10.0.0.1', '203.0.113.7'],
    ['for=1.1.1.1, for=unknown, for=10.0.0.1', '10.0.0.1'],
    ['for=1.1.1.1, for=_hidden', '127.0.0.1'],
    ['proto=https', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('%s: %s', (field, address) => {
    expect(read(field)?.address).toBe(address)
  })

  it.each([
    ['a quotation mark left open', 'for="1.1.1.1, for=203.0.113.7'],
    ['one that a host closes again', 'for=1.1.1.1;x=", for=203.0.113.7;host=";for=1.1.1.1;y=a'],
    ['a backslash', 'for="1.1.1.1\\", for=203.0.113.7'],
    ['a parameter twice', 'for=203.0.113.7;for=1.1.1.1'],
    ['a pair without a value', 'for=, for=203.0.113.7'],
    ['an empty element', ', for=203.0.113.7'],
    ['a name with a space', 'fo r=1.1.1.1'],
    ['20,000 semicolons', ';'.repeat(20_000)],
  ])('that is malformed says nothing: %s', (_name, field) => {
    expect(read(field)).toEqual({ address: '127.0.0.1', secure: undefined, host: undefined })
  })

  it('gives scheme and host of the hop that the client came from', () => {
    const field = 'for=203.0.113.7;proto=https;host="shop.example:8443", for=10.0.0.1;proto=http;host=lb'
    expect(read(field)).toEqual({ address: '203.0.113.7', secure: true, host: 'shop.example:8443' })
  })

  it('is not asked by a peer that nobody trusts', () => {
    expect(read('for=203.0.113.7', '198.51.100.1')).toBeUndefined()
    expect(read('for=203.0.113.7', '')).toBeUndefined()
  })

  it('knows a trusted peer also as an IPv4 address written as an IPv6 one', () => {
    expect(read('for=203.0.113.7', '::ffff:10.0.0.1')?.address).toBe('203.0.113.7')
  })
})

describe('without trusted proxies', () => {
  it('nobody is believed', async () => {
    const { server, ask } = await startBehind({})
    expect(
      await ask(
        'X-Forwarded-For: 1.1.1.1',
        'X-Forwarded-Proto: https',
        'X-Forwarded-Host: x',
        'Forwarded: for=2.2.2.2',
      ),
    ).toEqual({ remoteAddress: '127.0.0.1', secure: false, host: 'app.internal' })
    await server.stop()
  })

  it('the host of an absolute target counts, not the Host field', async () => {
    const { server } = await startBehind({})
    const { answers } = await exchange(
      server.port,
      'GET http://shop.example:81/me HTTP/1.1\r\nHost: other\r\n\r\n',
    )
    expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ host: 'shop.example:81' })
    await server.stop()
  })

  it.each(['nonsense', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '::1/129', 'loopback,,private', '*'])(
    'an app does not start with %s for them',
    async (trusted) => {
      await expect(startBehind({ TRUSTED_PROXIES: trusted })).rejects.toThrow(
        /setting TRUSTED_PROXIES: ".*" is no address/,
      )
    },
  )
})

describe('behind a proxy that nobody has named', () => {
  const limited = route('GET /limited', { access: 'public', limit: ['9/min', '9/min per user'] }, () => 'ok')
  const open = route('GET /open', { access: 'public' }, () => 'ok')
  const shared = { access: 'public', limit: { count: 9, per: 'min', by: () => 'all' } } as const

  it.each<[what: string, routes: Route[], env: Record<string, string>, fields: string[], warned: string[]]>([
    ['its first request', [limited, open], {}, ['X-Forwarded-For: 203.0.113.7'], ['X-Forwarded-For']],
    ['its first with the standard field', [limited], {}, ['Forwarded: for=203.0.113.7'], ['Forwarded']],
    ['nothing without such a field', [limited], {}, ['X-Real: 203.0.113.7'], []],
    [
      'nothing where the proxy is named',
      [limited],
      { TRUSTED_PROXIES: '10.0.0.1' },
      ['X-Forwarded-For: 203.0.113.7'],
      [],
    ],
    ['nothing without limits', [open], {}, ['X-Forwarded-For: 203.0.113.7'], []],
    [
      'nothing without limits by address',
      [route('GET /limited', shared, () => 'ok')],
      {},
      ['X-Forwarded-For: 203.0.113.7'],
      [],
    ],
  ])('warns of %s', async (_what, served, env, fields, warned) => {
    const { logger, lines } = memoryLogger()
    await using server = await startQuiet({ routes: served }, { env: { ...QUIET_ENV, ...env }, logger })
    const ask = ['GET /any HTTP/1.1', 'Host: a', ...fields, '', ''].join('\r\n')
    await exchange(server.port, ask.repeat(3))
    const warnings = lines.filter(({ level }) => level === 'warn')
    expect(warnings.map(({ field }) => field)).toEqual(warned)
    for (const { msg } of warnings) expect(msg).toContain('set TRUSTED_PROXIES')
  })
})
