import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { load } from './load.ts'
import { usage } from './usage.ts'

const WARM_UP = 200
const REQUESTS = 400
const LEAVING = 100
/** Descriptors that pools and buffers may take, and that nothing but a leak does. */
const SOME = 40
const LEAK = 250
/** Milliseconds in which what is over is closed. */
const WITHIN = 2000

export const descriptorsBounded = check({
  id: 'resilience/descriptors-bounded',
  claim: 'Open files and sockets do not grow with every request.',
  severity: 'should',
  source: text(
    'CWE-772: Missing Release of Resource after Effective Lifetime',
    'https://cwe.mitre.org/data/definitions/772.html',
  ),
  mend: {
    general:
      'Close what was opened for a request on each of its ways out: after an error, and where the client has left, too.',
    stacks: {
      Node: 'stream.pipeline() closes all of its streams; pipe() does not.',
      'Go net/http': 'defer response.Body.Close() for each outgoing call',
      Java: 'try-with-resources',
      Python: 'with open(…), and one client for outgoing calls',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    const { connect, running, instance } = launched
    await load(inspection, launched, WARM_UP)
    await running.ends(100)
    const before = usage(launched).descriptors
    await load(inspection, launched, REQUESTS)
    const request = writeRequest(probe(inspection.target), instance.origin.host)
    for (let n = 0; n < LEAVING; n++) {
      const connection = await connect()
      await connection.write(n % 2 === 0 ? request.subarray(0, -2) : request)
      connection.reset()
    }
    let now = before
    for (const until = performance.now() + WITHIN; performance.now() < until;) {
      now = usage(launched).descriptors
      if (now <= before + SOME) break
      await running.ends(50)
    }
    const says = `${before} descriptors were open before ${REQUESTS + LEAVING} requests, and ${now} after them.`
    if (now <= before + SOME) return passed(says)
    return now >= before + LEAK ? failed(says) : inconclusive(says)
  },
  flaw: program(`
    import { openSync } from 'node:fs'
    serve({
      handle(request, response, program) {
        openSync('/dev/null')
        return handle(request, response, program)
      },
    })
  `),
  sound: soundProgram,
})
