import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { hold } from '../../process/in-flight.ts'
import { isOpen, launch } from '../../process/launch.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed, type Verdict } from '../../verdict.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'
import { whenQuick } from './when-quick.ts'
import { NoAnswer, type Inspection } from '../../run/inspection.ts'

/** Milliseconds between two looks, and that there may be at most for nothing to be missed. */
const LOOK = 10
const QUICK = 80

const CLOSED_FIRST =
  'The port closed before readiness had failed: whoever sends requests here was not told to stop.'

export const notReadyFirst = check({
  id: 'shutdown/not-ready-first',
  claim: 'After the signal readiness fails before the port closes.',
  severity: 'may',
  source: text(
    'Kubernetes: termination of Pods',
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  ),
  mend: {
    general:
      'At the signal answer readiness with 503 and keep the port open for longer than a load balancer takes to notice; then close it.',
    stacks: {
      Kubernetes:
        'A preStop hook that sleeps for some seconds keeps the port open while the Pod is taken out of its Service.',
      'Spring Boot': 'Readiness is refused at once; add a preStop hook or wait before the close.',
    },
  },
  needs: ['process'],
  within: 60_000,
  run(inspection) {
    const ready = need(
      inspection.target.health.ready,
      'It needs the address that tells whether it is ready; name it under "health".',
    )
    return whenQuick(() => attempt(inspection, ready))
  },
  flaw: program(`
    serve({
      handle: (request, response, program) =>
        handle(request, response, request.url === '/ready' ? { ...program, leaving: false } : program),
    })
  `),
  sound: soundProgram,
})

async function attempt(inspection: Inspection, ready: string): Promise<Verdict | undefined> {
  await using launched = await launch(inspection)
  const { running, instance, patience } = launched
  const { origin, path } = instance.locate(ready)
  const { send } = inspection.at(origin)
  await hold(inspection, launched)
  running.signal('SIGTERM')
  let last: Answered | undefined
  let looked = performance.now()
  for (const until = looked + patience; performance.now() < until;) {
    // Readiness may be told on another port, and outlive the one that matters.
    const open = await isOpen(launched)
    const answered = await statusAt(send, path)
    const now = performance.now()
    if (answered !== undefined && answered.answer.status >= 300)
      return passed(`It said ${answered.answer.status} before the port closed.`)
    if (answered === undefined || !open)
      // Between two looks it may have said so.
      return now - looked > QUICK ? undefined : failed(CLOSED_FIRST, last)
    last = answered
    looked = now
    await running.ends(LOOK)
  }
  return inconclusive(`It still said that it is ready ${patience} ms after SIGTERM, and the port was open.`)
}

/** `undefined` where nobody answers. */
async function statusAt(send: Inspection['send'], path: string): Promise<Answered | undefined> {
  try {
    return await send({ path })
  } catch (error) {
    if (error instanceof Unreachable || error instanceof NoAnswer) return undefined
    throw error
  }
}
