import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { configMistakes } from '../packages/audit/src/target/config-file/config-mistakes.ts'
import { configSchema } from './config-schema.ts'

const audit = join(import.meta.dirname, '../packages/audit')
const schema = JSON.parse(configSchema()) as {
  properties: Record<string, { description?: string; items?: { properties: Record<string, object> } }>
}
const validate = new Ajv().compile(schema)

test('the file is the one that `npm run audit-docs` writes', () => {
  expect(readFileSync(join(audit, 'config.schema.json'), 'utf8')).toBe(configSchema())
})

test('members say what they are for, inner ones as well', () => {
  expect(schema.properties['guarded']?.description).toMatch(/^GET addresses that refuse/)
  expect(schema.properties['users']).toMatchObject({
    description: expect.stringMatching(/^Somebody who may call/),
    items: { properties: { signIn: { description: expect.stringMatching(/^A body to sign in with/) } } },
  })
})

test('the configuration of the README is a valid one', () => {
  const readme = readFileSync(join(audit, 'README.md'), 'utf8')
  const [, yaml = ''] = /```yaml\n(# audit\.yaml[^]*?)```/.exec(readme) ?? []
  expect([validate(parse(yaml)), validate.errors]).toEqual([true, null])
})

test.each([
  [{}],
  [{ $schema: './config.schema.json', own: false }],
  [{ pages: ['/a', { path: '/b' }] }],
  [{ user: [] }],
  [{ pages: ['a'] }],
  [{ pages: [{ path: 7 }] }],
  [{ users: [{ headers: {} }] }],
  [{ resources: [{ path: '/notes', example: 1 }] }],
  [{ resources: [{ path: '/notes', example: {}, methods: ['lists'] }] }],
  [{ process: { start: 'npm start', ports: { PORT: 70_000 } } }],
  [{ slow: { path: '/slow', within: 0 } }],
  [[]],
])('it takes what the auditor takes, and refuses what it refuses: %j', (config) => {
  expect(validate(config)).toBe(configMistakes(config, false).length === 0)
})
