import { get } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { app, define, route, start } from '../index.ts'

const quiet = { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' }

function statusOf(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
}

test('the management port answers only to a name that no page of the web can have', async () => {
  const running = await start(app({ name: 'local' }), { env: quiet })
  const path = `${running.managementUrl}/inspector/requests`
  const hosts = [
    'localhost:1',
    '127.0.0.1',
    '[::1]:9',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
  ]
  const answers = await Promise.all(hosts.map((host) => statusOf(path, host)))
  expect(answers).toEqual([200, 200, 200, 403, 403, 403])
  await running.stop()
})

test('a port that is taken keeps the services from starting at all', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const started: string[] = []
  const services = { thing: { service: 'thing', start: () => started.push('thing') } }
  const attempt = start(app({ name: 'late', services }), { env: { ...quiet, PORT: String(port) } })
  await expect(attempt).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringContaining(`Port ${port}`),
  })
  expect(started).toEqual([])
  other.close()
})

test.each([
  [{ PORT: '65535', MANAGEMENT_PORT: '' }, 'MANAGEMENT_PORT must be set'],
  [{ PORT: '4000', MANAGEMENT_PORT: '4000' }, 'MANAGEMENT_PORT must be another than PORT'],
])('%j is a mistake in the settings', async (ports, message) => {
  const attempt = start(app({ name: 'ports' }), { env: { ...quiet, ...ports } })
  await expect(attempt).rejects.toMatchObject({ exitCode: 78, message: expect.stringContaining(message) })
})

test('what a service says of its settings is listed with all other mistakes', async () => {
  const services = { mail: { service: 'mail', mistakes: () => ['MAIL_URL is not set'], start: () => 1 } }
  const attempt = start(app({ name: 'mailer', services }), { env: { ...quiet, PORT: 'x' } })
  await expect(attempt).rejects.toThrow(
    /2 mistakes:\n {2}- setting PORT .*\n {2}- setting MAIL_URL is not set/,
  )
})

test('a route of `define` is refused by an app without its services', async () => {
  const { route: withMail } = define({ services: { mail: { service: 'mail', start: () => 1 } } })
  const send = withMail('POST /send', { access: 'public' }, ({ mail }) => mail)
  await expect(start(app({ name: 'lonely', routes: [send] }), { env: quiet })).rejects.toThrow(
    /POST \/send \(.*start\.test\.ts:\d+\): it is made by `define` with the service "mail"/,
  )
})

test('misspelt options and a wrong access rule are refused, with what was meant', async () => {
  const routes = [
    // @ts-expect-error -- what a type check would find, and a program that only runs would not
    route('GET /a', { access: 'public', lmit: '1/min' }, () => 1),
    route('GET /b', { access: 'Public' as 'public' }, () => 1),
  ]
  const attempt = start(app({ name: 'typos', routes }), { env: quiet })
  await expect(attempt).rejects.toThrow('there is no option "lmit"; did you mean "limit"?')
  await expect(attempt).rejects.toThrow(
    'its `access` is "Public"; it must be \'public\' or what defineAccess() gives',
  )
})
