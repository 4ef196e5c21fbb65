import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The user and group that PostgreSQL runs as, where that is not the user this process runs as. */
export interface Account {
  uid: number
  gid: number
}

/**
 * PostgreSQL refuses to run as root, so a root process runs it as someone else: the owner of the
 * data directory, else the owner of the project (so that this person can start it too), else the
 * accounts `postgres` and `nobody`. Any other user runs it as themselves: `undefined`.
 */
export async function serverAccount(directory: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = (await ownerOf(join(directory, 'data'))) ?? (await ownerOf(existingAncestor(directory)))
  return owner ?? (await named('postgres')) ?? (await named('nobody')) ?? { uid: 65534, gid: 65534 }
}

/** Runs a command to its end as `account` and gives what it wrote. Rejects with its error output. */
export function run(
  command: string,
  args: readonly string[],
  account: Account | undefined,
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', ...environment }
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: '/', env, ...account }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new CommandFailure(stderr.trim() || stdout.trim() || error.message, { cause: error }))
    })
  })
}

/** A command that ended with a failure; the message is what it said about it. */
class CommandFailure extends Error {}

/** Whether the account may enter the directory and write there. */
export function canWrite(directory: string, account: Account): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd "$1" && [ -w . ]', 'sh', directory], account).then(
    () => true,
    () => false,
  )
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

async function ownerOf(path: Promise<string> | string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(await path)
    return uid === 0 ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

async function existingAncestor(directory: string): Promise<string> {
  // `.principia` itself may have been made by root in someone else's project: look above it.
  let path = dirname(dirname(directory))
  while (path !== dirname(path)) {
    if (
      await stat(path).then(
        () => true,
        () => false,
      )
    )
      return path
    path = dirname(path)
  }
  return path
}

async function named(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([
      run('id', ['-u', name], undefined),
      run('id', ['-g', name], undefined),
    ])
    return { uid: Number(uid), gid: Number(gid) }
  } catch {
    return undefined
  }
}
