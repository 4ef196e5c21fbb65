import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { cpuTicks, cpuTime, residentMemory } from './cpu.ts'

/** Works for 300 ms of CPU time, most of it in a second thread, and then says how much it has used. */
const WORK = `
const { Worker, isMainThread, parentPort } = require('node:worker_threads')
const busy = (ms) => { const end = process.threadCpuUsage().user + ms * 1000; while (process.threadCpuUsage().user < end); }
const worker = new Worker('const busy = ' + busy + '; busy(200); require("node:worker_threads").parentPort.on("message", () => {}).postMessage("")', { eval: true })
busy(100)
worker.on('message', () => { const { user, system } = process.cpuUsage(); process.send(user + system) })
`

test.runIf(process.platform === 'linux')(
  'counts the time of all threads as the process itself does',
  async () => {
    const child = spawn(process.execPath, ['-e', WORK], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    try {
      const [own] = (await once(child, 'message')) as [number]
      const pid = child.pid as number
      // The process goes on a little after it has read its own clock.
      expect(own).toBeGreaterThanOrEqual(300_000)
      expect(cpuTime(pid)).toBeGreaterThanOrEqual(own)
      expect(cpuTime(pid) - own).toBeLessThan(100_000)
      expect(Math.abs(cpuTime(pid) - cpuTicks(pid))).toBeLessThan(20_000)
      expect(residentMemory(pid)).toBeGreaterThan(10e6)
    } finally {
      child.kill()
    }
  },
)
