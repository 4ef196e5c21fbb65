import type { Inspection } from '../../run/inspection.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'
import { offer, TLS_1_2 } from './tls.ts'

/** Whether none of these cipher suites is agreed to by a server that is offered nothing else. */
export async function refusesSuites(
  inspection: Inspection,
  suites: Readonly<Record<number, string>>,
): Promise<Verdict> {
  const { answer, exchange } = await offer(inspection, {
    version: TLS_1_2,
    suites: Object.keys(suites).map(Number),
  })
  if (answer?.kind !== 'hello') return passed()
  return failed(
    `It agreed to ${suites[answer.suite] ?? `suite 0x${answer.suite.toString(16)}`}; a refusal was expected.`,
    exchange,
    { in: 'received', from: 0, to: exchange.received.length },
  )
}
