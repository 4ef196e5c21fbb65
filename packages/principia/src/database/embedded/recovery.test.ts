import { spawn } from 'node:child_process'
import { chown, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { connectDatabase } from '../connect.ts'
import { notesDatabase } from '../fixtures/notes.ts'
import { asRoot, parentOf, postmasterPid, useProjects, watchdogPid } from '../fixtures/project.ts'
import { joinEmbeddedServer } from './server.ts'
import { joinServer } from './watchdog.ts'

const projects = useProjects()

describe('recovery', { timeout: 30_000 }, () => {
  test('SIGKILL during writes loses no acknowledged one, and the next start works at once', async () => {
    const directory = await projects.seeded()
    for (let round = 0; round < 2; round++) {
      const app = projects.start([directory, 'write'])
      await app.line(/^id/)
      await delay(150)
      app.process.kill('SIGKILL')
      await app.ended
      const acknowledged = app.lines
        .filter((line) => /^id \d+$/.test(line))
        .map((line) => Number(line.slice(3)))
      await using db = await connectDatabase(notesDatabase, { directory })
      const kept = new Set((await db.selectFrom('notes').select('id').execute()).map(({ id }) => id))
      expect(acknowledged.length).toBeGreaterThan(0)
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    }
  })

  test.each([
    ['PostgreSQL', async (postmaster: number) => [postmaster]],
    [
      'PostgreSQL and the shell that started it',
      async (postmaster: number) => [await parentOf(postmaster), postmaster],
    ],
    [
      'PostgreSQL and both shells',
      async (postmaster: number) => [
        await parentOf(await parentOf(postmaster)),
        await parentOf(postmaster),
        postmaster,
      ],
    ],
  ])('SIGKILL of %s loses no acknowledged write', async (_, victims) => {
    const directory = await projects.seeded()
    const app = projects.start([directory, 'write'])
    await app.line(/^id/)
    for (const pid of await victims(await postmasterPid(directory))) process.kill(pid, 'SIGKILL')
    await app.ended
    const acknowledged = app.lines
      .filter((line) => /^id \d+$/.test(line))
      .map((line) => Number(line.slice(3)))
    await using db = await connectDatabase(notesDatabase, { directory })
    const kept = new Set((await db.selectFrom('notes').select('id').execute()).map(({ id }) => id))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  })

  test('a server that lost its watchdog is replaced by a watched one', async () => {
    const directory = await projects.seeded()
    const first = await joinEmbeddedServer({ directory })
    const orphan = await postmasterPid(directory)
    process.kill(await watchdogPid(directory), 'SIGKILL')
    while (await joinable(directory)) await delay(10)
    const second = await joinEmbeddedServer({ directory })
    expect(second.started).toBe(true)
    expect(second.url).toBe(first.url)
    expect(await postmasterPid(directory)).not.toBe(orphan)
    first.leave()
    await delay(1500) // Longer than the linger: the new watchdog counts the old member, and the new one.
    const third = await joinEmbeddedServer({ directory })
    expect(third.started).toBe(false)
    third.leave()
    second.leave()
  })

  test('a postmaster.pid whose number now belongs to another process is no obstacle', async () => {
    const directory = await projects.seeded()
    const { uid, gid } = await stat(join(directory, 'data'))
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(asRoot ? { uid, gid } : {}) })
    try {
      const file = join(directory, 'data', 'postmaster.pid')
      await writeFile(file, `${stranger.pid}\n${join(directory, 'data')}\n1\n5432\n\n127.0.0.1\n\nready   \n`)
      await chown(file, uid, gid)
      const told: string[] = []
      const server = await joinEmbeddedServer({ directory, tell: (line) => told.push(line) })
      expect(server.started).toBe(true)
      expect(told.join()).toContain('stale postmaster.pid')
      server.leave()
    } finally {
      stranger.kill('SIGKILL')
    }
  })
})

async function joinable(directory: string): Promise<boolean> {
  const membership = await joinServer(directory)
  membership?.leave()
  return membership !== undefined
}
