import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, passed } from '../../verdict.ts'
import { load } from './load.ts'
import { collectsLate, megabytes, usage } from './usage.ts'

const WARM_UP = 1000
const ROUNDS = 4
const REQUESTS = 500
/** Bytes for each request that are certainly a leak, and that are none that could be told from noise. */
const LEAK = 24 << 10
const NOISE = 8 << 10

export const memoryBounded = check({
  id: 'resilience/memory-bounded',
  claim: 'Memory does not grow with every request.',
  severity: 'should',
  source: text(
    'CWE-401: Missing Release of Memory after Effective Lifetime',
    'https://cwe.mitre.org/data/definitions/401.html',
  ),
  mend: {
    general:
      'Look for what outlives its request: maps without a bound, listeners that are added for each request, timers that are not cleared, labels of metrics that take any path.',
    stacks: { Node: 'node --inspect, and two heap snapshots with some hundred requests between them' },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using launched = await launch(inspection)
    await load(inspection, launched, WARM_UP)
    const sizes = [usage(launched).memory]
    for (let round = 0; round < ROUNDS; round++) {
      await load(inspection, launched, REQUESTS)
      sizes.push(usage(launched).memory)
    }
    const steps = sizes.slice(1).map((size, index) => size - (sizes[index] ?? size))
    const grown = steps.reduce((sum, step) => sum + step, 0)
    const requests = ROUNDS * REQUESTS
    const says = `In ${requests} requests memory grew by ${megabytes(grown)} (${sizes.map(megabytes).join(', ')}).`
    if (grown < requests * NOISE) return passed(says)
    if (collectsLate(launched))
      return inconclusive(`${says} Its runtime collects late; give it a small heap.`)
    // A leak grows in every round alike. A heap that finds its size grows less and less.
    const steady = steps.every((step) => step >= (REQUESTS * LEAK) / 2)
    return steady && grown >= requests * LEAK
      ? failed(`${says} That is ${Math.round(grown / requests / 1024)} KB for each, in every round.`)
      : inconclusive(`${says} That is no steady growth, and more than none.`)
  },
  flaw: program(`
    const kept = []
    serve({
      handle(request, response, program) {
        kept.push(Buffer.alloc(48 << 10, 1))
        return handle(request, response, program)
      },
    })
  `),
  sound: soundProgram,
})
