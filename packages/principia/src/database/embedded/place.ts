import { createHash } from 'node:crypto'
import { chown, mkdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, StartFault } from '../../errors/index.ts'
import { canWrite, codeOf, serverAccount, type Account } from './account.ts'
import { SYSTEM_DIRECTORY } from './binaries.ts'

/** Where the server's files are, and who it runs as where that is not ourselves. */
export interface Place {
  directory: string
  account: Account | undefined
}

/**
 * Decides where the files go and who runs the server, and makes the directory.
 *
 * @throws StartFault when nobody who may run PostgreSQL can write there.
 */
export async function findPlace(wanted: string, tell: (line: string) => void): Promise<Place> {
  try {
    await mkdir(wanted, { recursive: true, mode: 0o755 })
  } catch (error) {
    throw new StartFault(
      `The directory ${wanted} could not be made: ${codeOf(error) ?? String(error)}.`,
      EXIT.unavailable,
      {
        cause: error,
      },
    )
  }
  const directory = await realpath(wanted)
  const account = await serverAccount(directory)
  if (account === undefined) {
    const { uid } = await stat(directory)
    if (uid !== process.getuid?.()) throw foreign(directory, uid)
    return { directory, account }
  }
  await own(directory, account)
  if (await canWrite(directory, account)) return { directory, account }
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  const elsewhere = join(SYSTEM_DIRECTORY, name)
  tell(
    `PostgreSQL does not run as root, and user ${account.uid} can not reach ${directory}: using ${elsewhere}`,
  )
  // What was wanted stays, empty: another process may start at this moment, and has just made it.
  await mkdir(elsewhere, { recursive: true, mode: 0o755 })
  await own(elsewhere, account)
  if (await canWrite(elsewhere, account)) return { directory: elsewhere, account }
  throw new StartFault(
    `PostgreSQL does not run as root, and it could not be started as user ${account.uid} in ${elsewhere}. ` +
      `Run as another user, or set DATABASE_URL to a PostgreSQL server.`,
    EXIT.unavailable,
  )
}

export async function own(path: string, account: Account): Promise<void> {
  await chown(path, account.uid, account.gid).catch(() => undefined)
}

function foreign(directory: string, uid: number): StartFault {
  return new StartFault(
    `The database in ${directory} belongs to user ${uid}, probably because it was first started as root. ` +
      `Start it as that user or as root, or give it to user ${process.getuid?.()} with chown -R.`,
    EXIT.unavailable,
  )
}
