import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT, StartFault } from '../errors/index.ts'
import { connectDatabase, type OpenDatabase } from './connect.ts'
import { defineDatabase } from './definition.ts'
import { notesDatabase, type NotesTables } from './fixtures/notes.ts'
import { testDatabase } from './testing.ts'

let db: OpenDatabase<NotesTables>
beforeAll(async () => {
  db = await testDatabase(notesDatabase)
})
afterAll(() => db.close())

async function faultOf(url: string, acquireTimeout = 5000): Promise<StartFault> {
  const definition = defineDatabase({ migrations: [], pool: { acquireTimeout } })
  const error = await connectDatabase(definition, { url }).catch((thrown: unknown) => thrown)
  if (error instanceof StartFault) return error
  throw new Error('expected a StartFault', { cause: error })
}

/** The test's own URL with parts of it changed. */
function changed(change: (url: URL) => void): string {
  const url = new URL(db.url)
  change(url)
  return url.href
}

describe('a database that can not be connected to', () => {
  test('no server there', async () => {
    const error = await faultOf('postgres://me:s3cret@127.0.0.1:1/shop')
    expect(error.exitCode).toBe(EXIT.unavailable)
    expect(error.message).toContain('127.0.0.1:1 can not be reached: connection refused')
  })

  test('no such host', async () => {
    expect((await faultOf('postgres://me:s3cret@nowhere.invalid/shop')).message).toMatch(
      /nowhere\.invalid:5432.*(unknown|looked up|in time)/,
    )
  })

  test('something that is silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise((listening) => silent.once('listening', listening))
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect((await faultOf(`postgres://me:s3cret@127.0.0.1:${port}/shop`, 300)).message).toContain(
      'can not be reached',
    )
    silent.close()
  })

  test('a wrong password', async () => {
    const error = await faultOf(changed((url) => (url.password = 's3cret')))
    expect(error.message).toContain('refuses user "principia"')
    expect(error.message).toContain('Check the user and the password')
  })

  test('a database that does not exist', async () => {
    expect((await faultOf(changed((url) => (url.pathname = '/shop')))).message).toContain(
      'no database "shop"',
    )
  })

  test.each(['shop', 'mysql://me:s3cret@localhost/shop', 'postgres://me:s3@cret@ho st/x'])(
    'no URL: %s',
    async (url) => {
      const error = await faultOf(url)
      expect(error.exitCode).toBe(EXIT.config)
      expect(`${error.message} ${String(error.cause)}`).not.toContain('s3')
    },
  )

  test('never shows the password', async () => {
    for (const url of ['postgres://me:s3cret@127.0.0.1:1/shop', changed((to) => (to.password = 's3cret'))]) {
      const error = await faultOf(url)
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('s3cret')
    }
  })
})

test('a definition with limits that make no sense is refused', () => {
  expect(() => defineDatabase({ migrations: [], pool: { max: 0 } })).toThrow(
    'pool.max must be a whole number',
  )
  expect(() => defineDatabase({ migrations: [], statementTimeout: -1 })).toThrow('statementTimeout')
})

test('the address tells where the database is and nothing secret', () => {
  expect(db.address).toMatch(/^127\.0\.0\.1:\d+$/)
})
