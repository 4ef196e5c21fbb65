import type { Inspection } from '../../run/inspection.ts'
import { CannotTell, need } from '../../verdict.ts'
import { statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { ask } from './ask-health.ts'
import { readMetrics, type Metrics } from './metrics-text.ts'

export interface AskedMetrics {
  readonly address: string
  readonly exchange: Answered
  readonly metrics: Metrics
}

export const NO_METRICS =
  'It is not known where its metrics are; name the address under "health", also on another port.'

/** @throws CannotTell where they are not known, or not shown */
export async function askMetrics(inspection: Inspection): Promise<AskedMetrics> {
  const address = need(inspection.target.health.metrics, NO_METRICS)
  const exchange = await ask(inspection, address, {
    headers: { Accept: 'text/plain;version=0.0.4,*/*;q=0.1' },
  })
  if (exchange.answer.status !== 200) throw new CannotTell(`${address} is ${statusLine(exchange.answer)}.`)
  return { address, exchange, metrics: readMetrics(exchange.answer.body.toString()) }
}
