import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase, type OpenDatabase } from './connect.ts'
import type { Database } from './database.ts'
import { defineDatabase, type DatabaseDefinition } from './definition.ts'
import { joinEmbeddedServer, type EmbeddedOptions } from './embedded/server.ts'
import { migrate } from './migrate.ts'
import type { AnyTables, Migration } from './migration.ts'

export interface TestDatabaseOptions {
  /** Where the test server lives; `.principia/test-postgres` beside the repository's lock file. */
  directory?: string
  /** Another server to make databases on; `TEST_DATABASE_URL`. Its user must be allowed to create them. */
  url?: string
}

/** Speed for data that nobody will miss: after a crash of the machine the directory is made anew. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}
const PREFIX = 'principia_test'

interface TestServer {
  readonly url: string
  /** Tells one life of the server from the next, so that a template never outlives the code it was made by. */
  readonly life: string
  readonly admin: OpenDatabase<AnyTables>
  readonly templates: Map<string, Promise<string>>
}

const servers = new Map<string, Promise<TestServer>>()

/**
 * A database of its own for one test: empty but for the definition's migrations, and gone after
 * `close()`. The migrations run once per test run, into a template that every test copies.
 *
 * All processes of a test run share one server, which stops by itself when the last of them has ended.
 * On a server of one's own (`url`), the template is made anew only when a migration's text changes.
 *
 * @example
 * await using db = await testDatabase(database)
 * await db.insertInto('notes').values({ title: 'Locks' }).execute()
 */
export async function testDatabase<Tables>(
  definition: DatabaseDefinition<Tables>,
  options: TestDatabaseOptions = {},
): Promise<OpenDatabase<Tables>> {
  const server = await testServer(options)
  const template = await templateOf(server, definition.migrations)
  const name = `${PREFIX}_${process.pid}_${randomBytes(6).toString('hex')}`
  // Copying files beats writing the copy to the log (the default strategy) two to one when fsync is off.
  await sql`create database ${sql.id(name)} template ${sql.id(template)} strategy file_copy`.execute(
    server.admin,
  )
  return openDatabase(definition, onServer(server.url, name), () => drop(server.admin, name), undefined)
}

function testServer(options: TestDatabaseOptions): Promise<TestServer> {
  const url = options.url ?? process.env['TEST_DATABASE_URL']
  const directory = options.directory ?? join(repository(process.cwd()), '.principia', 'test-postgres')
  const key = url ?? directory
  let server = servers.get(key)
  if (server === undefined) {
    server = url === undefined ? embedded(directory) : foreign(url)
    servers.set(key, server)
    server.catch(() => servers.delete(key))
  }
  return server
}

async function embedded(directory: string): Promise<TestServer> {
  const options: EmbeddedOptions = { directory, settings: SETTINGS }
  const { url, started } = await joinEmbeddedServer(options).catch(async () => {
    // Without fsync a power cut can leave data that no server starts on. There is nothing to keep.
    await rm(join(directory, 'data'), { recursive: true, force: true })
    return joinEmbeddedServer(options)
  })
  const admin = await openAdmin(url)
  if (started) await dropLeftovers(admin)
  const { rows } = await sql<{ life: string }>`select pg_postmaster_start_time()::text as life`.execute(admin)
  return { url, life: rows[0]?.life ?? '', admin, templates: new Map() }
}

async function foreign(url: string): Promise<TestServer> {
  return { url, life: '', admin: await openAdmin(url), templates: new Map() }
}

/** Unused connections are closed soon, so that they do not keep a process alive whose tests are done. */
function openAdmin(url: string): Promise<OpenDatabase<AnyTables>> {
  const pool = { max: 2, idleTimeout: 500, acquireTimeout: 30_000 }
  return openDatabase(defineDatabase<AnyTables>({ migrations: [], pool }), url, () => undefined, undefined)
}

function templateOf(server: TestServer, migrations: readonly Migration[]): Promise<string> {
  const hash = createHash('sha256').update(server.life)
  for (const { name, up, transaction } of migrations)
    hash.update(`\0${name}\0${String(up)}\0${String(transaction)}`)
  const name = `${PREFIX}_template_${hash.digest('hex').slice(0, 16)}`
  let template = server.templates.get(name)
  if (template === undefined) {
    template = server.admin.withSession((admin) => makeTemplate(server, admin, name, migrations))
    server.templates.set(name, template)
    template.catch(() => server.templates.delete(name))
  }
  return template
}

/** Under a lock, since several workers of one test run need the same template at the same time. */
async function makeTemplate(
  server: TestServer,
  admin: Database<AnyTables>,
  name: string,
  migrations: readonly Migration[],
): Promise<string> {
  await sql`select pg_advisory_lock(hashtext(${name}))`.execute(admin)
  const { rows } = await sql`select from pg_database where datname = ${name}`.execute(admin)
  if (rows.length > 0) return name
  const half = `${name}_${randomBytes(4).toString('hex')}`
  await sql`create database ${sql.id(half)} strategy file_copy`.execute(admin)
  try {
    const definition = defineDatabase<AnyTables>({ migrations, pool: { max: 2 } })
    await using db = await openDatabase(definition, onServer(server.url, half), () => undefined, undefined)
    await migrate(db)
  } catch (error) {
    await drop(admin, half)
    throw error
  }
  await sql`alter database ${sql.id(half)} rename to ${sql.id(name)}`.execute(admin)
  return name
}

async function dropLeftovers(admin: Database<AnyTables>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select datname as name from pg_database where starts_with(datname, ${`${PREFIX}_`})`.execute(admin)
  for (const { name } of rows) await drop(admin, name)
}

async function drop(admin: Database<AnyTables>, name: string): Promise<void> {
  await sql`drop database if exists ${sql.id(name)} with (force)`.execute(admin)
}

function onServer(url: string, database: string): string {
  const target = new URL(url)
  target.pathname = `/${database}`
  return target.href
}

/** The nearest directory above that holds a lock file or a `.git`: one test server for all of its packages. */
function repository(from: string): string {
  const marks = ['.git', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock']
  for (let path = from; ; path = dirname(path)) {
    if (marks.some((mark) => existsSync(join(path, mark)))) return path
    if (path === dirname(path)) return from
  }
}
