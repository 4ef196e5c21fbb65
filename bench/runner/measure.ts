import { cpuTime, residentMemory } from './cpu.ts'
import { load } from './load.ts'
import type { Question } from './question.ts'
import type { Server } from './server.ts'
import { percentile } from './statistics.ts'

export interface Plan {
  readonly rounds: number
  /** Requests per contestant and round. */
  readonly requests: number
  /** Requests per contestant before the first round. */
  readonly warmUp: number
}

/** One contestant in one round. */
export interface Sample {
  /** Microseconds of server CPU per request. */
  readonly cpu: number
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

export interface Measured {
  readonly name: string
  readonly samples: readonly Sample[]
  /** Bytes resident after the last round. */
  readonly memory: number
}

/** Requests before each sample that do not count: fresh connections, code that was swapped out. */
const RAMP = 200

/**
 * Measures in rounds: each contestant once per round, so that whatever else the machine does meets all
 * of them alike. Who begins changes from round to round.
 */
export async function measure(
  question: Question,
  servers: readonly Server[],
  plan: Plan,
  progress: (text: string) => void,
): Promise<Measured[]> {
  const { requests, answers } = question
  for (const server of servers) {
    progress(`warm-up: ${server.name}`)
    await load(server.port, requests, plan.warmUp, answers)
    server.clearLog()
  }
  const samples = new Map(servers.map(({ name }) => [name, [] as Sample[]]))
  for (let round = 0; round < plan.rounds; round++) {
    for (let turn = 0; turn < servers.length; turn++) {
      const server = servers[(round + turn) % servers.length] as Server
      progress(`round ${round + 1} of ${plan.rounds}: ${server.name}`)
      samples.get(server.name)?.push(await sample(server, question, plan.requests))
      server.clearLog()
    }
  }
  return servers.map(({ name, pid }) => ({
    name,
    samples: samples.get(name) ?? [],
    memory: residentMemory(pid),
  }))
}

async function sample(
  { pid, port }: Server,
  { requests, answers }: Pick<Question, 'requests' | 'answers'>,
  count: number,
): Promise<Sample> {
  await load(port, requests, RAMP, answers)
  const before = cpuTime(pid)
  const { seconds, latencies } = await load(port, requests, count, answers)
  const cpu = (cpuTime(pid) - before) / count
  return {
    cpu,
    requestsPerSecond: count / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  }
}
