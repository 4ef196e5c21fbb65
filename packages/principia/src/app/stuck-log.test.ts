import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { makeFifo } from '../observability/fixtures/fifo.ts'

/** An app that logs more with each request than a pipe holds. */
const PROGRAM = `
  const { app, route, start } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)})
  const ping = route('GET /ping', { access: 'public' }, ({ log }) => {
    log.info('x'.repeat(100_000))
    return 'pong'
  })
  const env = { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'info', LOG_FORMAT: process.env.FORMAT }
  const { url, managementUrl } = await start(app({ name: 'talkative', routes: [ping] }), { env, handleSignals: true })
  process.send({ url, managementUrl })`

it.each([
  ['pipe', 'json'],
  ['socket', 'json'],
  ['pipe', 'pretty'],
])(
  'a log that nobody reads stops nothing: neither requests, nor /live, nor SIGTERM (%s, %s)',
  async (to, FORMAT) => {
    const child = spawn(
      process.execPath,
      ['--conditions=principia-source', '--input-type=module', '--eval', PROGRAM],
      {
        stdio: ['ignore', to === 'pipe' ? makeFifo().writeEnd : 'pipe', 'inherit', 'ipc'],
        env: { ...process.env, FORMAT },
      },
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    const [{ url, managementUrl }] = await once(child, 'message')
    const statuses: number[] = []
    for (let count = 0; count < 200; count++) {
      const answer = await fetch(`${url}/ping`)
      await answer.text()
      statuses.push(answer.status)
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await fetch(`${managementUrl}/live`)).status).toBe(200)
    const metrics = await (await fetch(`${managementUrl}/metrics`)).text()
    expect(Number(/^principia_log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(30)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  },
)
