import { check } from '../../check.ts'
import { program } from '../../flaws/program/program.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { hold } from '../../process/in-flight.ts'
import { isOpen, launch } from '../../process/launch.ts'
import { probe } from '../../process/probe.ts'
import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { text } from '../../source.ts'
import { failed, inconclusive, need, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** Milliseconds between two looks. */
const LOOK = 10

export const delay = check({
  id: 'shutdown/delay',
  claim: 'Between the end of readiness and the closing of the port, requests are answered as before.',
  severity: 'should',
  source: text(
    'Kubernetes: termination of Pods',
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  ),
  mend: {
    general:
      'Let readiness alone say that the end is near. Whoever sends requests here learns of it some seconds later, and what arrives until then is to be answered like everything before.',
    stacks: {
      Kubernetes: 'A preStop hook that sleeps for some seconds, before the signal is sent.',
      Node: 'setTimeout(() => server.close(), delay) in the handler of SIGTERM, with the delay from the environment.',
      'Spring Boot': 'A preStop hook; server.shutdown=graceful closes the port at once.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    const ready = need(
      inspection.target.health.ready,
      'It needs the address that tells whether it is ready; name it under "health".',
    )
    await using launched = await launch(inspection)
    const { running, instance, patience } = launched
    const usual = probe(inspection.target)
    const before = await launched.send(usual)
    if (before.answer.status >= 500)
      return inconclusive(`${usual.path} was answered with ${statusLine(before.answer)} before the signal.`)
    const { origin, path } = instance.locate(ready)
    const { send } = inspection.at(origin)
    await hold(inspection, launched)
    running.signal('SIGTERM')
    for (const until = performance.now() + patience; performance.now() < until;) {
      const health = await answerTo(send, { path })
      if (health === undefined) break
      if (health.answer.status < 300) {
        await running.ends(LOOK)
        continue
      }
      const exchange = await answerTo(launched.send, usual)
      // A port that has closed meanwhile answers nobody, and is another one's claim.
      if (exchange === undefined) break
      if (exchange.answer.status < 500)
        return passed(
          `While readiness was ${health.answer.status}, ${usual.path} was ${exchange.answer.status}.`,
        )
      return failed(
        `Readiness was ${statusLine(health.answer)} and the port open, and ${usual.path} was answered with ${statusLine(exchange.answer)}; ${statusLine(before.answer)} was expected, as before the signal.`,
        exchange,
        STATUS,
      )
    }
    return inconclusive(
      (await isOpen(launched))
        ? `It still said that it is ready ${patience} ms after SIGTERM.`
        : 'Its port closed as soon as it was not ready: there was no time in between.',
    )
  },
  flaw: unhurried(`
    serve({
      handle(request, response, program) {
        if (!program.leaving || request.url === '/ready' || request.url === '/live')
          return handle(request, response, program)
        response.writeHead(503).end()
      },
    })
  `),
  sound: unhurried('serve()'),
})

/** A program with a second between the two, so that a busy machine sees it as well. */
function unhurried(module: string): Specimen {
  return program(module, { process: { env: { DELAY: '1000' }, patience: 3000 } })
}

/** `undefined` where nobody answers. */
async function answerTo(send: Inspection['send'], request: RequestSpec): Promise<Answered | undefined> {
  try {
    return await send(request)
  } catch (error) {
    if (error instanceof Unreachable || error instanceof NoAnswer) return undefined
    throw error
  }
}
