import { setTimeout as sleep } from 'node:timers/promises'
import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { load } from './load.ts'
import { megabytes, usage } from './usage.ts'

/** Bytes of answers that are asked for, of one answer at least, and requests at most. */
const ASKED = 96 << 20
const LEAST = 4 << 10
const MOST_REQUESTS = 16_000
/** Milliseconds to send and to take all requests. */
const WITHIN = 2000
/** Requests after which a process has about its size. */
const WARM_UP = 500
/** Of what was asked for: what is certainly kept, and what buffers may take. */
const KEPT = 0.7
const BUFFERED = 0.45
/** Bytes of growth that are none. */
const NOTHING = 256 << 10

export const slowReader = check({
  id: 'resilience/slow-reader',
  claim: 'Answers that nobody reads do not pile up in memory.',
  severity: 'should',
  source: text(
    'Node.js: backpressuring in streams',
    'https://nodejs.org/en/learn/modules/backpressuring-in-streams',
  ),
  mend: {
    general:
      'Read no further requests from a connection whose answers are not taken, and wait for room before writing more; end it when that lasts too long.',
    stacks: {
      Node: 'Wait for `drain` when write() gives false; stream.pipeline() does.',
      nginx: 'send_timeout 30s;',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const page = need(
      inspection.target.pages.find(
        ({ seen }) => seen.answer.body.length >= LEAST && seen.answer.body.length <= 1 << 20,
      ),
      `It needs an answer of ${LEAST >> 10} KB or more; name a page with one under "pages".`,
    )
    await using launched = await launch(inspection)
    const { connect, send, running } = launched
    const { length } = (await send({ path: page.path, as: page.as })).answer.body
    const requests = Math.min(MOST_REQUESTS, Math.ceil(ASKED / Math.max(1, length)))
    const asked = requests * length
    if (asked < ASKED / 2) return inconclusive(`A fresh instance answered ${page.path} with ${length} bytes.`)
    await load(inspection, launched, WARM_UP)
    const connection = await connect()
    const request = writeRequest({ path: page.path, as: page.as }, launched.instance.origin.host)
    const before = usage(launched).memory
    connection.pause()
    // It may stop reading: then not all of them can be sent, which is as it should be.
    await Promise.race([
      connection.write(Buffer.concat(Array.from({ length: requests }, () => request))),
      sleep(WITHIN),
    ])
    let grown = 0
    for (const until = performance.now() + WITHIN; performance.now() < until && grown < KEPT * asked;) {
      const already = grown
      if ((await running.ends(WITHIN / 8)) !== undefined)
        return failed(
          `The process ended with ${running.exit?.code} when a client asked for ${megabytes(asked)} and read nothing.`,
        )
      grown = usage(launched).memory - before
      if (grown <= already + NOTHING) break
    }
    connection.destroy()
    const says = `A client asked for ${megabytes(asked)} in ${requests} requests on one connection and read nothing: memory grew by ${megabytes(grown)}.`
    if (grown >= KEPT * asked) return failed(`${says} The answers were kept for it.`)
    return grown <= BUFFERED * asked ? passed(says) : inconclusive(says)
  },
  flaw: program(
    `
    import { createServer } from 'node:net'
    createServer((socket) => {
      socket.on('error', () => undefined)
      let rest = ''
      socket.on('data', (chunk) => {
        const requests = (rest + chunk).split('\\r\\n\\r\\n')
        rest = requests.pop()
        for (const request of requests) {
          const found = /^GET \\/(page|live) /.test(request)
          const body = Buffer.alloc(10_000, found ? 'a' : 'b')
          socket.write('HTTP/1.1 ' + (found ? 200 : 404) + ' As It Is\\r\\nContent-Type: text/plain\\r\\nContent-Length: 10000\\r\\n\\r\\n')
          socket.write(body)
        }
      })
    }).listen(process.env.PORT, '127.0.0.1')
  `,
    { config: { health: {}, resources: [] } },
  ),
  sound: soundProgram,
})
