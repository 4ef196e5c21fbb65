import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { program, soundProgram, soundProgramWithDatabase } from '../flaws/program/program.ts'
import type { Specimen } from '../flaws/specimen.ts'
import type { ProcessConfig } from '../target/config.ts'
import { control, type Controlled } from './controlled.ts'
import { freePort } from './free-port.ts'

async function controlling(
  specimen: Specimen,
  use: (controlled: Controlled, url: string) => Promise<void>,
  change: (config: ProcessConfig) => ProcessConfig = (config) => config,
): Promise<void> {
  await using server = await specimen.start()
  if (server.config.process === undefined) throw new Error('It has no process.')
  await using controlled = await control(server.url, change(server.config.process))
  await use(controlled, server.url)
}

const statusAt = async (origin: URL | string, path = '/') =>
  (await fetch(new URL(path, origin), { headers: { connection: 'close' } })).status

describe.concurrent('control of a process', () => {
  it('starts a target and waits until it is ready; ends all of it', async () => {
    let group = 0
    await controlling(soundProgram, async ({ main }, url) => {
      group = main.running.group
      expect(await statusAt(url)).toBe(200)
      expect(main.running.lines.all[0]?.text).toContain('listening')
      expect(main.running.usage()).toMatchObject({
        memory: expect.any(Number),
        descriptors: expect.any(Number),
      })
    })
    expect(() => process.kill(-group, 0)).toThrow('ESRCH')
  })

  it('finds the process that listens behind the scripts that started it, and signals that one', async () => {
    const behind = (config: ProcessConfig) => ({
      ...config,
      start: `sh -c '"$NODE" --input-type=module --eval "$PROGRAM"; exit $((100 + $?))'; exit $?`,
    })
    await controlling(
      soundProgram,
      async ({ launch }) => {
        await using instance = await launch()
        expect(instance.running.pid).not.toBe(instance.running.group)
        instance.running.signal('SIGTERM')
        expect(await instance.running.exited).toMatchObject({ code: 100, signal: undefined })
      },
      behind,
    )
  })

  it('tells the exit code and what stands on both streams', async () => {
    const text = `console.error('to stderr'); serve({ leave: () => process.exit(3) })`
    await controlling(program(text), async ({ launch }) => {
      await using instance = await launch()
      const { running } = instance
      expect(running.lines.all).toContainEqual({ stream: 'stderr', text: 'to stderr' })
      running.signal('SIGINT')
      expect(await running.exited).toMatchObject({ code: 3, signal: undefined })
    })
  })

  it('tells which signal ended it', async () => {
    await controlling(program('serve({ signals: [] })'), async ({ launch }) => {
      await using instance = await launch()
      instance.running.signal('SIGTERM')
      expect((await instance.running.exited).code).toBe(143)
    })
  })

  it('launches others beside the main one, and starts one of them again at its place', async () => {
    await controlling(soundProgram, async ({ launch, main }, url) => {
      await using instance = await launch({ env: { DELAY: '0' } })
      expect(instance.origin.origin).not.toBe(url)
      const { pid } = instance.running
      await instance.again()
      expect(instance.running.pid).not.toBe(pid)
      expect(await statusAt(instance.origin)).toBe(200)
      expect(await statusAt(main.origin)).toBe(200)
    })
  })

  it('lets one stand in for the main one where the port is fixed', async () => {
    const fixed = ({ start, ready = '/', env = {} }: ProcessConfig): ProcessConfig => ({
      start,
      ready,
      env: { ...env, PORT: env['MAIN_PORT'] ?? '' },
    })
    await controlling(
      soundProgram,
      async (controlled, url) => {
        const before = controlled.main.running.group
        const both = await Promise.all(
          [1, 2].map(async () => {
            await using instance = await controlled.launch()
            expect(instance.origin.origin).toBe(url)
            expect(await statusAt(url)).toBe(200)
            return instance.running.group
          }),
        )
        expect(new Set([before, ...both, controlled.main.running.group]).size).toBe(4)
        expect(await statusAt(url)).toBe(200)
      },
      fixed,
    )
  })

  it('gives further ports of its own to each, and finds there what is at those of the main one', async () => {
    const text = `
    import { createServer } from 'node:http'
    createServer((_, response) => response.end('management')).listen(process.env.MANAGEMENT_PORT, '127.0.0.1')
    serve()
  `
    const management = await freePort()
    await controlling(
      program(text, { process: { ports: { MANAGEMENT_PORT: management } } }),
      async ({ launch }) => {
        await using instance = await launch()
        const { origin, path } = instance.locate(`http://127.0.0.1:${management}/health?all`)
        expect(origin.port).not.toBe(String(management))
        expect(path).toBe('/health?all')
        expect(await (await fetch(new URL(path, origin))).text()).toBe('management')
        expect(instance.locate('/live')).toEqual({ origin: instance.origin, path: '/live' })
      },
    )
  })

  it('says why a target did not start', async () => {
    const broken = program(`console.error('no disk'); process.exit(7)`)
    await expect(controlling(broken, async () => undefined)).rejects.toThrow(
      'The target ended with 7; it wrote: no disk',
    )
  })

  it('stands between a target and its database', async () => {
    await controlling(soundProgramWithDatabase, async ({ launch }) => {
      await using instance = await launch()
      expect(await statusAt(instance.origin)).toBe(200)
      await instance.database?.set('refuse')
      instance.database?.cut()
      expect(await statusAt(instance.origin)).toBe(503)
      await instance.database?.set('none')
      expect(await statusAt(instance.origin)).toBe(200)
    })
  })

  it('leaves nothing behind when the auditor is killed', async (test) => {
    await using server = await soundProgram.start()
    const { env = {}, start = '' } = server.config.process ?? {}
    const fixture = new URL('./fixtures/auditor.ts', import.meta.url).pathname
    // A shell between them: what is behind it ends as well.
    const auditor = spawn(process.execPath, [fixture, server.url, `${start.replace('exec ', '')}; true`], {
      env: { ...process.env, ...env, DATA: env['DATA']?.replace('{{port}}', 'main') },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const [group] = (await once(createInterface(auditor.stdout), 'line')) as [string]
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined)
    await once(socket, 'connect')
    auditor.kill('SIGKILL')
    await once(socket, 'close')
    await test.expect.poll(() => isThere(Number(group)), { timeout: 5000, interval: 20 }).toBe(false)
  })
})

function isThere(group: number): boolean {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}
