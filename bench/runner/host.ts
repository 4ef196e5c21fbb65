// The process that a contestant runs in: `node runner/host.ts <file> <rate limit>`.
// The runner talks to it over the channel that it was spawned with, so that nothing but the contestant's
// own traffic reaches its server.
import { pathToFileURL } from 'node:url'
import type { StartContestant } from './question.ts'

const [file = '', rateLimit = ''] = process.argv.slice(2)
const { default: start } = (await import(pathToFileURL(file).href)) as { default: StartContestant }
const contestant = await start({ rateLimit: Number(rateLimit) })

process.on('message', async () => {
  process.send?.({ metrics: await contestant.metrics?.(), traces: contestant.traces?.() })
})
// Also ends when the runner is gone, and by `exit`, so that `--cpu-prof` writes its profile.
process.on('disconnect', () => process.exit(0))
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))
process.send?.({ port: contestant.port })
if (process.send === undefined) console.error(`ready on http://127.0.0.1:${contestant.port}`)
