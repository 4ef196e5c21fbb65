import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { t } from '../validation/index.ts'
import { defineConfig, loadConfig, readEnvironment, Secret, secret, type Config } from './index.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function folderWith(env?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'principia-config-'))
  folders.push(folder)
  if (env !== undefined) writeFileSync(join(folder, '.env'), env)
  return folder
}

describe('a setting', () => {
  const config = defineConfig({
    A: t.String({ default: 'default' }),
    B: t.String({ default: 'default' }),
    C: t.String({ default: 'default' }),
  })

  it('is taken from the environment, then from .env, then from its default', () => {
    const folder = folderWith('A=file\nB="from the file"\n# C=comment\nD=unknown\n')
    const { env, fromFile } = readEnvironment(folder, { A: 'environment', B: undefined })
    expect(loadConfig(config, env)).toEqual({
      config: { A: 'environment', B: 'from the file', C: 'default' },
      mistakes: [],
    })
    expect(fromFile).toEqual(['B', 'D'])
  })

  it('that is empty counts as not set', () => {
    expect(loadConfig(config, { A: '' }).config.A).toBe('default')
    expect(loadConfig(defineConfig({ A: t.String() }), { A: '' }).mistakes).toEqual(['A is not set'])
  })

  it('needs no .env, but one that cannot be read stops the start', () => {
    expect(readEnvironment(folderWith(), { A: 'x' })).toEqual({ env: { A: 'x' }, fromFile: [] })
    const folder = folderWith('A=1')
    expect(() => readEnvironment(join(folder, '.env'), {})).toThrow('cannot be read')
  })

  it.each<[object, string, unknown]>([
    [t.Integer(), '3000', 3000],
    [t.Integer(), ' 5 ', 5],
    [t.Number(), '1e3', 1000],
    [t.Number(), '-0.5', -0.5],
    [t.Boolean(), 'true', true],
    [t.Boolean(), 'FALSE', false],
    [t.String(), '5', '5'],
    [t.String(), 'true', 'true'],
    [t.Union([t.Literal('a'), t.Literal('b')]), 'b', 'b'],
    [t.Union([t.Literal(1), t.Literal(2)]), '2', 2],
    [t.Optional(t.Integer()), '1', 1],
  ])('%j means by %j: %j', (schema, text, value) => {
    expect(loadConfig(defineConfig({ X: schema as never }), { X: text })).toEqual({
      config: { X: value },
      mistakes: [],
    })
  })

  it.each<[object, string, string]>([
    [t.Integer(), '3000.7', 'must be integer, but is "3000.7"'],
    [t.Integer(), '3000abc', 'must be integer, but is "3000abc"'],
    [t.Integer(), '0x10', 'must be integer, but is "0x10"'],
    [t.Integer(), 'true', 'must be integer, but is "true"'],
    [t.Integer({ maximum: 10 }), '11', 'must be <= 10, but is "11"'],
    [t.Number(), 'NaN', 'must be number, but is "NaN"'],
    [t.Boolean(), 'yes', 'must be boolean, but is "yes"'],
    [t.Boolean(), '1', 'must be boolean, but is "1"'],
    [t.Union([t.Literal('a'), t.Literal('b')]), 'c', 'must be one of a, b, but is "c"'],
    [
      t.String({ minLength: 3, description: 'who to greet' }),
      'x',
      'must not have fewer than 3 characters, but is "x" (who to greet)',
    ],
  ])('%j does not mean anything by %j', (schema, text, mistake) => {
    expect(loadConfig(defineConfig({ X: schema as never }), { X: text }).mistakes).toEqual([`X ${mistake}`])
  })

  it('that is wrong is told together with all others', () => {
    const many = defineConfig({
      PORT: t.Integer(),
      KEY: secret(t.String({ minLength: 20 })),
      NAME: t.String(),
      ON: t.Boolean(),
    })
    const { mistakes } = loadConfig(many, { PORT: 'x', KEY: 'hunter2', ON: 'maybe' })
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual(['PORT', 'KEY', 'NAME', 'ON'])
    expect(mistakes.join()).not.toContain('hunter2')
  })
})

describe('a secret', () => {
  const definition = defineConfig({
    KEY: secret(t.String()),
    MAYBE: t.Optional(secret(t.String())),
    OTHER: secret(t.Optional(t.String())),
    FALLBACK: secret(t.String({ default: 'built in' })),
  })
  const load = (env: Record<string, string>) => loadConfig(definition, { KEY: 'hunter2', ...env }).config

  it('gives its text to who asks for it', () => {
    const config: Config<typeof definition> = load({ MAYBE: 'maybe' })
    expect([config.KEY.reveal(), config.MAYBE?.reveal(), config.OTHER, config.FALLBACK.reveal()]).toEqual([
      'hunter2',
      'maybe',
      undefined,
      'built in',
    ])
  })

  const { KEY } = load({})
  it.each<[string, () => string]>([
    ['JSON', () => JSON.stringify({ KEY, list: [KEY] })],
    ['inspect', () => inspect({ KEY }, { depth: 9, showHidden: true })],
    ['inspect without custom functions', () => inspect(KEY, { customInspect: false, showHidden: true })],
    ['a template', () => `${KEY}`],
    ['a sum', () => 'key: ' + String(KEY)],
    ['an error', () => String(new Error(`refused: ${KEY}`).stack)],
    ['the error of a cause', () => inspect(new Error('refused', { cause: KEY }))],
    ['its keys and values', () => JSON.stringify([Object.entries(KEY), { ...KEY }, Reflect.ownKeys(KEY)])],
    ['a copy', () => inspect(structuredClone({ ...KEY }))],
  ])('is not shown by %s', (_name, show) => {
    expect(KEY).toBeInstanceOf(Secret)
    expect(show()).not.toContain('hunter2')
  })
})
