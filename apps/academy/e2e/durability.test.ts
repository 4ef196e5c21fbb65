import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '../../..')
const cli = join(repository, 'packages/principia/src/cli/main.ts')
const academy = join(repository, 'apps/academy/src/app.ts')

interface Server {
  readonly url: string
  readonly process: ChildProcess
}

let folder: string
const servers: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'academy-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'app.ts'), `export { default } from ${JSON.stringify(academy)}\n`)
})

afterAll(async () => {
  const running = servers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
  const ended = running.map((server) => once(server, 'exit'))
  for (const server of running) server.kill('SIGTERM')
  await Promise.all(ended)
  rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

test('every write that was acknowledged before a SIGKILL is there after the next start', async () => {
  let server = await startAcademy()
  const cookie = await signUp(server)
  const acknowledged = new Map<string, number>()
  for (let round = 0; round < 3; round++) {
    const writers = ['http', 'routing', 'validation', 'context', 'errors'].map((concept) =>
      writeUntilCut(server, cookie, concept, acknowledged),
    )
    // Killed in the middle of it: as soon as the writers together have got some dozens of answers.
    await reached(acknowledged, 40 * (round + 1))
    server.process.kill('SIGKILL')
    await Promise.all(writers)
    server = await startAcademy()
    for (const [concept, version] of acknowledged) {
      const note = await readNote(server, cookie, concept)
      // The last write may have been stored without its answer having got through; none may be missing.
      expect(note.version).toBeOneOf([version, version + 1])
      expect(note.sections.notes).toBe(`version ${note.version}`)
      acknowledged.set(concept, note.version)
    }
  }
}, 90_000)

test('two instances that start together on an empty folder share one database', async () => {
  const [one, two] = await Promise.all([startAcademy(), startAcademy()])
  const cookie = await signUp(one)
  const me = await fetch(`${two.url}/api/me`, { headers: { cookie } })
  expect(await me.json()).toMatchObject({ user: { name: 'Ada' } })
  one.process.kill('SIGTERM')
  await once(one.process, 'exit')
  expect(one.process.exitCode).toBe(0)
  expect((await saveNote(two, cookie, 'http', 0)).status).toBe(200)
}, 60_000)

/** Saves ever new versions of a note until the server is gone, and notes which were acknowledged. */
async function writeUntilCut(
  server: Server,
  cookie: string,
  concept: string,
  acknowledged: Map<string, number>,
): Promise<void> {
  for (;;) {
    const version = acknowledged.get(concept) ?? 0
    const response = await saveNote(server, cookie, concept, version).catch(() => undefined)
    if (response === undefined) return
    expect(response.status).toBe(200)
    acknowledged.set(concept, version + 1)
    progress.dispatchEvent(new Event('write'))
  }
}

const progress = new EventTarget()

function reached(acknowledged: Map<string, number>, total: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if ([...acknowledged.values()].reduce((sum, version) => sum + version, 0) < total) return
      progress.removeEventListener('write', look)
      resolve()
    }
    progress.addEventListener('write', look)
  })
}

/** The text names the version that it will have, so that text and version can be compared afterwards. */
async function saveNote(server: Server, cookie: string, concept: string, version: number): Promise<Response> {
  const sections = { keyConcepts: '', notes: `version ${version + 1}`, codeExamples: '', takeaways: '' }
  const response = await fetch(`${server.url}/api/notes/${concept}`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify({ sections }),
  })
  await response.arrayBuffer()
  return response
}

async function readNote(
  server: Server,
  cookie: string,
  concept: string,
): Promise<{ version: number; sections: { notes: string } }> {
  const response = await fetch(`${server.url}/api/notes/${concept}`, { headers: { cookie } })
  expect(response.status).toBe(200)
  return (await response.json()) as { version: number; sections: { notes: string } }
}

let people = 0
async function signUp(server: Server): Promise<string> {
  const response = await fetch(`${server.url}/api/account`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: `ada${people++}@example.org`, password: 'correct horse' }),
  })
  expect(response.status).toBe(201)
  return (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

async function startAcademy(): Promise<Server> {
  const child = spawn(process.execPath, ['--conditions=principia-source', cli, 'start', 'app.ts'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', LOG_FORMAT: 'json', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  servers.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as { msg: string; url?: string }
    if (entry.msg === 'started' && entry.url !== undefined) {
      child.stdout.resume()
      return { url: entry.url, process: child }
    }
  }
  throw new Error('The Academy ended before it had started.')
}
