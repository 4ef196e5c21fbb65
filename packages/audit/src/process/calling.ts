import { once } from 'node:events'
import type { UpstreamConfig } from '../target/config.ts'
import type { Inspection } from '../run/inspection.ts'
import { CannotTell, need } from '../verdict.ts'
import { statusLine } from '../wire/answer.ts'
import type { RequestSpec } from '../wire/request.ts'
import { launch, type Launched } from './launch.ts'
import { addressAt, startStandIn, type Call, type StandIn } from './stand-in.ts'

/** An instance of the target that calls a stand-in of ours, which answers well for now. */
export interface Calling extends AsyncDisposable {
  readonly launched: Launched
  readonly upstream: StandIn
  /** Has it call. */
  readonly request: RequestSpec
  /** Whether this makes the same call several times, where all is well. */
  readonly twins: boolean
  readonly config: UpstreamConfig
}

const NAME = 'name it under "upstream" of "process", with the variable that has its address.'

/**
 * Starts an instance that calls a stand-in, and has it call once.
 *
 * @param kind what it must be to the service: a gateway to it, or able to do without it
 * @throws CannotTell where no service is known that it calls, or it does not call it
 */
export async function launchCalling(inspection: Inspection, kind?: 'gateway' | 'optional'): Promise<Calling> {
  const { target } = inspection
  const config = need(
    target.process?.config.upstream,
    `It needs to stand in for a service that the target calls; ${NAME}`,
  )
  if (kind === 'gateway' && config.gateway !== true)
    throw new CannotTell('The target is no gateway; where it is one, say "gateway" under "upstream".')
  if (kind === 'optional' && config.optional !== true)
    throw new CannotTell(
      'It is not known whether the answer can do without the service; say "optional" under "upstream".',
    )
  const { variable, path, as, answer } = config
  const current = target.process?.config.env?.[variable] ?? process.env[variable]
  await using stack = new AsyncDisposableStack()
  const upstream = stack.use(await startStandIn(answer))
  const env = { [variable]: addressAt(upstream.port, current) }
  const launched = stack.use(await launch(inspection, { env }))
  const user = target.users.find(({ name }) => name === as)
  const request: RequestSpec = { path, as: user }
  const before = upstream.calls.length
  const { answer: got } = await launched.send(request)
  if (got.status >= 300)
    throw new CannotTell(`${path} was answered with ${statusLine(got)} while the service was well.`)
  const made = upstream.calls.slice(before)
  const twins = made.some((call, index) => made.slice(0, index).some((other) => isSameCall(call, other)))
  if (made.length === 0)
    throw new CannotTell(`The service was not called for ${path}, although ${variable} had its address.`)
  const kept = stack.move()
  return { launched, upstream, request, twins, config, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** Whether a caller ends its connection within so many milliseconds. */
export async function isGone({ gone }: Call, within: number): Promise<boolean> {
  if (gone.aborted) return true
  const late = AbortSignal.timeout(within)
  await once(AbortSignal.any([gone, late]), 'abort')
  return gone.aborted
}

/** Whether two calls ask for the same. */
export function isSameCall(one: Call, other: Call): boolean {
  return one.method === other.method && one.path === other.path && one.body.equals(other.body)
}
