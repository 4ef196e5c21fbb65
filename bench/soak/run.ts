// Holds an app at saturation, with hostile peers among the clients, and looks for what grows and for honest requests
// that fail: `node bench/soak/run.ts --minutes 10`. Exits with 1 when it finds something.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { askHonestly } from './honest.ts'
import { attack } from './hostile.ts'
import type { Sample } from './sample.ts'
import { megabytes, verdict } from './verdict.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    clients: { type: 'string', default: '95' },
    hostile: { type: 'string', default: '5' },
  },
})
const minutes = Number(values.minutes)
const samples = 30

const server = spawn(
  process.execPath,
  ['--conditions=principia-source', '--expose-gc', join(import.meta.dirname, 'server.ts')],
  // Its log is written, as in production, and read by nobody.
  { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { PATH: process.env.PATH, NODE_ENV: 'production' } },
)
const [{ port }] = (await once(server, 'message')) as [{ port: number }]

// Once around, so that what is made on first use is there before anything is counted.
await load(3000)
await sleep(9000)
const before = await sample(server)
print('at rest', before)

const end = new AbortController()
const honest = askHonestly(port, Number(values.clients), end.signal)
const hostile = attack(port, Number(values.hostile), end.signal)
const during: Sample[] = []
for (let taken = 1; taken <= samples; taken++) {
  await sleep((minutes * 60_000) / samples)
  const taking = await sample(server)
  during.push(taking)
  print(`${((minutes * taken) / samples).toFixed(1)} min`, taking)
}
end.abort()
const found = await honest
const connections = await hostile
// As long as the longest thing that the server waits for: a request's deadline, an answer that nobody reads.
await sleep(12_000)
const after = await sample(server)
print('at rest', after)

const perSecond = Math.round(found.answered / (minutes * 60))
console.log(
  `${found.answered} honest requests verified (${perSecond}/s), ${found.failures.length} failed; ${connections} hostile connections`,
)
const faults = verdict({ before, during, after, honest: found })
for (const fault of faults) console.log(`FAULT: ${fault}`)
if (faults.length === 0) console.log('Nothing grew, and no honest request failed.')
process.exitCode = faults.length === 0 ? 0 : 1
server.disconnect()

async function load(milliseconds: number): Promise<void> {
  const signal = AbortSignal.timeout(milliseconds)
  await Promise.all([askHonestly(port, 20, signal), attack(port, 10, signal)])
}

async function sample(child: ChildProcess): Promise<Sample> {
  const answer = once(child, 'message') as Promise<[Sample]>
  child.send('sample')
  return (await answer)[0]
}

function print(when: string, { heap, external, rss, handles, descriptors, inFlight }: Sample): void {
  const sizes = `heap ${megabytes(heap)}, external ${megabytes(external)}, rss ${megabytes(rss)}`
  console.log(`${when}: ${sizes}, ${handles} handles, ${descriptors} descriptors, ${inFlight} in flight`)
}
