import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defineDatabase } from './definition.ts'
import { asRoot, stopped, useProjects } from './fixtures/project.ts'
import { connectForBoot } from './service.ts'

const definition = defineDatabase({ migrations: [] })

describe.runIf(asRoot)('as root, in a folder that only root can reach', { timeout: 30_000 }, () => {
  const projects = useProjects()

  test('the service says where its data really is', async () => {
    const wanted = await projects.empty(homedir())
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
    }
    const db = await connectForBoot(definition, { env: {}, directory: dirname(dirname(wanted)), log })
    projects.alsoRemove(db.directory ?? '')
    expect(definition.describe?.(db)).toMatch(/embedded in \/var\/lib\/principia\/[0-9a-f]{16}$/)
    await db.close()
    await stopped(db.directory ?? '')
  })
})

describe('the settings', () => {
  const mistakes = (env: Record<string, string>) => definition.mistakes?.(env)

  test.each([
    {},
    { DATABASE_URL: '', MIGRATE_ON_START: '' },
    { DATABASE_URL: 'postgres://me:s3cret@localhost/shop', MIGRATE_ON_START: 'true' },
    { DATABASE_URL: 'postgresql:///shop', MIGRATE_ON_START: 'FALSE' },
  ])('%j are accepted', (env) => expect(mistakes(env)).toEqual([]))

  test.each(['shop', 'mysql://me:s3cret@localhost/shop', 'postgres://me:s3cret@lo cal/shop'])(
    'a DATABASE_URL of %s is a mistake, which does not tell the password',
    (url) => {
      const said = mistakes({ DATABASE_URL: url })
      expect(said).toEqual([
        expect.stringMatching(/^DATABASE_URL must be a URL such as postgres:\/\/user:password@/),
      ])
      expect(String(said)).not.toContain('s3cret')
    },
  )

  test('all mistakes are told at once', () => {
    expect(mistakes({ DATABASE_URL: 'shop', MIGRATE_ON_START: 'yes' })).toEqual([
      expect.stringContaining('DATABASE_URL'),
      'MIGRATE_ON_START must be true or false, but is "yes"',
    ])
  })
})
