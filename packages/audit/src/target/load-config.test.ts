import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditConfig } from './config.ts'
import { BadConfig, loadConfig } from './load-config.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function load(content: unknown, type = 'json', environment = {}): Promise<AuditConfig> {
  const file = join(folder, `config-${files++}.${type}`)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return loadConfig(file, environment)
}

async function mistakesOf(content: unknown, environment = {}): Promise<string[]> {
  const error = await load(content, 'json', environment).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(BadConfig)
  return (error as Error).message
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
}

const whole = {
  own: true,
  openapi: 'api/openapi.yaml',
  pages: ['/', { path: '/me', as: 'ada' }],
  har: { file: 'shop.har', user: 'eve' },
  users: [
    { name: 'ada', headers: { Authorization: 'Bearer {{env.ADA}}' } },
    { name: 'bob', signIn: { user: 'bob', password: '{{ env.BOB }}' } },
  ],
  signIn: { path: '/sign-in', token: '/token', wrong: { user: 'bob', password: 'x' } },
  resources: [
    {
      path: '/notes',
      as: 'eve',
      example: { title: '{{random}}' },
      text: 'title',
      methods: ['create', 'read'],
    },
  ],
  guarded: ['/me'],
  health: { ready: 'http://localhost:9090/ready' },
  allowedOrigin: 'https://app.example',
  process: { start: 'npm start', env: { PORT: '{{port}}' }, ports: { METRICS: 9090 } },
}

it('reads JSON, with secrets from the environment and files from its own folder', async () => {
  const config = await load(whole, 'json', { ADA: 'secret', BOB: '' })
  expect(config.users).toEqual([
    { name: 'ada', headers: { Authorization: 'Bearer secret' } },
    { name: 'bob', signIn: { user: 'bob', password: '' } },
  ])
  expect(config.openapi).toBe(join(folder, 'api/openapi.yaml'))
  expect(config.har?.file).toBe(join(folder, 'shop.har'))
  expect(config.process).toMatchObject({ cwd: folder, env: { PORT: '{{port}}' } })
  expect(config.resources?.[0]?.example).toEqual({ title: '{{random}}' })
})

it('reads YAML, and modules in TypeScript and JavaScript', async () => {
  expect(await load('own: false\nguarded: [/me]\n', 'yaml')).toEqual({ own: false, guarded: ['/me'] })
  expect(await load('export default { own: true as boolean }', 'ts')).toEqual({ own: true })
  expect(await load('export default { own: true }', 'mjs')).toEqual({ own: true })
})

it.each([
  ['a file that is not there', 'nowhere.json'],
  ['a folder', '.'],
])('says that %s cannot be read', (_, name) => {
  expect(() => loadConfig(join(folder, name))).toThrow(/cannot be read: /)
})

it.each([
  ['{', 'json'],
  ['[]', 'json'],
  ['a: [', 'yaml'],
  ['', 'yaml'],
  ['export const own = true', 'ts'],
  ['throw new Error("no")', 'mjs'],
])('refuses %j as %s', async (content, type) => {
  await expect(load(content, type)).rejects.toThrow(BadConfig)
})

describe('every mistake is named at once, with what to do', () => {
  it('in the shape', async () => {
    const bad = {
      own: 'yes',
      user: [],
      pages: ['notes', { path: 1 }],
      users: [{ headers: { 'X Y': 'a\nb' } }],
      resources: [{ path: '/a', example: [], methods: ['craete'] }],
      allowedOrigin: 'https://app.example/',
      process: { ports: { A: 0 } },
    }
    expect(await mistakesOf(bad)).toEqual([
      'At /own: give true or false instead of "yes".',
      'At /user: there is no such member. Did you mean "users"? There are own, openapi, pages, har, users, signIn, resources, guarded, health, allowedOrigin, slow, process, secrets.',
      'At /pages/0: give a path that begins with a slash, such as "/notes", instead of "notes".',
      'At /pages/1/path: give a path that begins with a slash, such as "/notes", instead of 1.',
      'At /users/0/name: it is missing, and there is no other way to know it.',
      String.raw`At /users/0/headers/X Y: give a text without line breaks instead of "a\nb".`,
      'At /users/0/headers: "X Y" cannot be the name of a header.',
      'At /resources/0/example: give an object instead of [].',
      'At /resources/0/methods/0: give one of list, create, read, replace, patch, delete instead of "craete". Did you mean "create"?',
      'At /allowedOrigin: give an origin such as "https://app.example" (scheme, host and port, no slash at the end) instead of "https://app.example/".',
      'At /process/start: it is missing, and there is no other way to know it.',
      'At /process/ports/A: give a port from 1 to 65535 instead of 0.',
    ])
  })

  it('in what the environment lacks', async () => {
    expect(await mistakesOf(whole)).toEqual([
      'At /users/0/headers/Authorization: the environment has no ADA, which it needs; set it.',
      'At /users/1/signIn/password: the environment has no BOB, which it needs; set it.',
    ])
  })

  it('in what contradicts itself', async () => {
    const bad = {
      pages: [{ path: '/me', as: 'adda' }],
      users: [{ name: 'ada' }, { name: 'ada', signIn: {} }],
      resources: [
        { path: '/a', as: 'ada', example: { a: 1 }, text: 'a', methods: ['read'], putAt: undefined },
      ],
    }
    expect(await mistakesOf(bad)).toEqual([
      expect.stringContaining('At /users/0: give "headers"'),
      'At /users/1/name: somebody else is called "ada" too; give each a name of their own.',
      expect.stringContaining('At /users/1/signIn: say at the top under "signIn" where one signs in'),
      'At /pages/0/as: no user is called "adda"; name them under "users". Did you mean "ada"?',
      'At /resources/0/text: "a" is no text in the example; name a member that is.',
      'At /resources/0/methods: without "create", and without "putAt", no item can be made.',
    ])
  })

  it('in a configuration that is a part of itself', async () => {
    const file = join(folder, 'cycle.yaml')
    await writeFile(file, 'users: &a [*a]')
    expect(() => loadConfig(file)).toThrow('stands for what it is a part of')
  })

  it('without showing secrets', async () => {
    const [mistake] = await mistakesOf({ openapi: 'x', guarded: ['{{env.KEY}}'] }, { KEY: 'hunter2' })
    expect(mistake).toContain('instead of "{{env.KEY}}"')
  })
})
