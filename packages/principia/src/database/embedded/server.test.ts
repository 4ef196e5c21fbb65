import { existsSync } from 'node:fs'
import { chown, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { connectDatabase } from '../connect.ts'
import { notesDatabase } from '../fixtures/notes.ts'
import { asRoot, postmasterPid, sessionOf, stopped, useProjects, watchdogPid } from '../fixtures/project.ts'
import { findPlace } from './place.ts'
import { joinEmbeddedServer } from './server.ts'

const projects = useProjects()
const projectOf = (directory: string) => dirname(dirname(directory))

describe('a first start', { timeout: 30_000 }, () => {
  test('creates the data and is quick; the next start is quicker', async () => {
    const directory = await projects.empty()
    const began = performance.now()
    const first = await joinEmbeddedServer({ directory })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(first.started).toBe(true)
    first.leave()
    await stopped(directory)
    const again = await joinEmbeddedServer({ directory })
    expect(again.started).toBe(true)
    expect(again.url).toBe(first.url)
    again.leave()
  })

  test('of two processes at once gives one server to both', async () => {
    const directory = await projects.empty()
    const [one, two] = [projects.start([directory, 'hold']), projects.start([directory, 'hold'])]
    const ready = await Promise.all([one.line(/^ready/), two.line(/^ready/)])
    const addresses = ready.map((line) => line.split(' ')[1])
    expect(addresses[0]).toBe(addresses[1])
    const migrated = ready.map((line) => line.split(' ')[3])
    expect(migrated.toSorted()).toEqual(['0', '1'])
  })

  test('after an interrupted one starts over', async () => {
    const directory = await projects.empty()
    await mkdir(join(directory, 'data.new', 'base'), { recursive: true })
    await writeFile(join(directory, 'data.new', 'PG_VERSION'), '18\n')
    const server = await joinEmbeddedServer({ directory })
    expect(existsSync(join(directory, 'data.new'))).toBe(false)
    server.leave()
  })

  test('keeps the password to the owner', async () => {
    const directory = await projects.empty()
    const server = await joinEmbeddedServer({ directory })
    expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(directory, 'data'))).mode & 0o077).toBe(0)
    server.leave()
  })
})

describe('sharing', { timeout: 30_000 }, () => {
  test('the server outlives the process that started it and stops after the last one', async () => {
    const directory = await projects.seeded()
    const first = projects.start([directory, 'hold'])
    await first.line(/^ready/)
    const pid = await postmasterPid(directory)
    const second = projects.start([directory, 'write'])
    await second.line(/^id/)
    first.process.stdin?.end()
    expect(await first.ended).toBe(0)
    const seen = second.lines.length
    await delay(1500) // Longer than the linger: the server must not stop now.
    expect(second.lines.length).toBeGreaterThan(seen)
    expect(await postmasterPid(directory)).toBe(pid)
    second.process.kill('SIGKILL')
    await second.ended
    await stopped(directory)
    expect(existsSync(join(directory, 'data', 'postmaster.pid'))).toBe(false)
  })

  test('a process that comes while the server lingers or stops gets a working one', async () => {
    const directory = await projects.seeded()
    const linger = 0.05
    const started = new Set<boolean>()
    for (let i = 0; i < 40; i++) {
      const server = await joinEmbeddedServer({ directory, linger })
      started.add(server.started)
      await using db = await connectDatabase(notesDatabase, { url: server.url })
      await db.ping()
      await db.close()
      server.leave()
      // Before the end of the linger, about at it, and while the server stops.
      await delay(linger * 1000 - 10 + i)
    }
    expect(started).toEqual(new Set([true, false]))
  })

  test('an interrupt for the terminal does not reach the server', async () => {
    const directory = await projects.seeded()
    const app = projects.start([directory, 'hold'])
    await app.line(/^ready/)
    const watchdog = await watchdogPid(directory)
    expect(await sessionOf(watchdog)).not.toBe(await sessionOf(process.pid))
    expect(await sessionOf(watchdog)).toBe(watchdog)
  })
})

describe('what can not work is said clearly', { timeout: 30_000 }, () => {
  test('data of another major version', async () => {
    const directory = await projects.seeded()
    await writeFile(join(directory, 'data', 'PG_VERSION'), '15\n')
    await expect(joinEmbeddedServer({ directory })).rejects.toThrow(/PostgreSQL 15's.*is 18/s)
  })

  test('a missing password file', async () => {
    const directory = await projects.seeded()
    await rm(join(directory, 'password'))
    await expect(joinEmbeddedServer({ directory })).rejects.toThrow(/password is missing/)
  })

  test('a server that does not start shows the end of its log', async () => {
    const directory = await projects.seeded()
    const bad = joinEmbeddedServer({ directory, settings: { shared_buffers: 'lots' } })
    await expect(bad).rejects.toThrow(/did not start.*shared_buffers/s)
  })
})

describe.runIf(asRoot)('as root', { timeout: 30_000 }, () => {
  test('a project that only root can reach has its data elsewhere', async () => {
    const directory = await projects.empty(homedir())
    const told: string[] = []
    const server = await joinEmbeddedServer({ directory, tell: (line) => told.push(line) })
    projects.alsoRemove(server.directory)
    expect(server.directory).toMatch(/^\/var\/lib\/principia\//)
    expect(told.join()).toContain(server.directory)
    const again = await joinEmbeddedServer({ directory })
    expect(again.directory).toBe(server.directory)
    expect(again.started).toBe(false)
    server.leave()
    again.leave()
    await stopped(server.directory)
  })

  test('processes that look for such a place at the same moment all find the same', async () => {
    const directory = await projects.empty(homedir())
    const found = new Set<string>()
    const look = async () => {
      for (let time = 0; time < 30; time++) found.add((await findPlace(directory, () => undefined)).directory)
    }
    await Promise.all(Array.from({ length: 10 }, look))
    for (const place of found) projects.alsoRemove(place)
    expect(found.size).toBe(1)
  })

  test('a project of someone else gets a server that this person can start too', async () => {
    const directory = await projects.empty()
    const uid = 65534
    await chown(projectOf(directory), uid, uid)
    const byRoot = await joinEmbeddedServer({ directory })
    expect((await stat(join(directory, 'data'))).uid).toBe(uid)
    byRoot.leave()
    await stopped(directory)
    await chown(dirname(directory), uid, uid)
    const byOwner = projects.start([directory, 'hold'], {
      uid,
      gid: uid,
      env: { HOME: projectOf(directory) },
    })
    await byOwner.line(/^ready/)
  })

  test('another user may create and start it without any of root', async () => {
    const directory = await projects.empty()
    const uid = 65534
    await chown(projectOf(directory), uid, uid)
    const app = projects.start([directory, 'write'], { uid, gid: uid, env: { HOME: projectOf(directory) } })
    await app.line(/^id/)
    expect((await stat(join(directory, 'data'))).uid).toBe(uid)
  })
})
