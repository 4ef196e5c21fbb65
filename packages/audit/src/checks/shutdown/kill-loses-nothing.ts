import { check } from '../../check.ts'
import { program, soundProgram } from '../../flaws/program/program.ts'
import { launch, type Launched } from '../../process/launch.ts'
import { NoAnswer } from '../../run/inspection.ts'
import { text } from '../../source.ts'
import { itemPath } from '../../target/item-path.ts'
import type { Resource } from '../../target/target.ts'
import { CannotTell, failed, need, passed } from '../../verdict.ts'
import { jsonOf, statusLine } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'

const WRITERS = 4
/** Milliseconds of writing before the signal, and items after which it comes in any case. */
const BEFORE = 300
const ENOUGH = 200

/** An item whose making was acknowledged. */
interface Acknowledged {
  readonly path: string
  readonly made: Answered
}

export const killLosesNothing = check({
  id: 'shutdown/kill-loses-nothing',
  claim: 'After SIGKILL and a start every acknowledged write is there.',
  severity: 'must',
  source: text(
    'Crash-Only Software (Candea and Fox, HotOS 2003)',
    'https://www.usenix.org/conference/hotos-ix/crash-only-software',
  ),
  mend: {
    general:
      'Acknowledge a write only once it is durable: after the commit of its transaction, and not when it is in a buffer, a queue in memory or a map that is saved now and then.',
    stacks: {
      PostgreSQL: 'synchronous_commit = on, and the answer after COMMIT',
      Redis: 'appendonly yes and appendfsync always, where it is the only store',
      SQLite: 'PRAGMA synchronous = FULL',
    },
  },
  needs: ['process', 'resource'],
  within: 60_000,
  async run(inspection) {
    const resource = need(
      inspection.target.resources.find(
        ({ methods, putAt }) =>
          methods.includes('read') && (methods.includes('create') || putAt !== undefined),
      ),
      'It needs a collection whose items can be made and read; name one under "resources".',
    )
    await using launched = await launch(inspection)
    const sample = await make(launched, resource)
    if ((await read(launched, resource, sample.path)).answer.status !== 200)
      throw new CannotTell(`An item that was made could not be read at ${sample.path}.`)

    const acknowledged = [sample]
    const killed = new AbortController()
    const writers = Array.from({ length: WRITERS }, () =>
      write(launched, resource, acknowledged, killed.signal),
    )
    await launched.running.ends(BEFORE)
    const kill = launched.running.kill()
    killed.abort()
    await Promise.all([kill, ...writers])
    await launched.instance.again()

    for (const { path, made } of acknowledged) {
      const exchange = await read(launched, resource, path)
      const { status } = exchange.answer
      if (status === 404 || status === 410)
        return failed(
          `${path} was acknowledged with ${statusLine(made.answer)} before SIGKILL; after a new start it is answered with ${statusLine(exchange.answer)}.`,
          [
            { exchange: made, says: 'It was acknowledged.' },
            { exchange, says: 'It is lost.' },
          ],
        )
      if (status !== 200) throw new CannotTell(`${path} was answered with ${status} after the new start.`)
    }
    return passed(`All of ${acknowledged.length} acknowledged items were there after SIGKILL.`)
  },
  flaw: program(`
    serve({
      store(folder) {
        const file = openStore(folder)
        const soon = new Map()
        setInterval(() => {
          for (const [id, text] of soon) file.add(id, text)
          soon.clear()
        }, 5000)
        return { add: (id, text) => soon.set(id, text), get: (id) => soon.get(id) ?? file.get(id) }
      },
    })
  `),
  sound: soundProgram,
})

async function make({ send }: Launched, resource: Resource): Promise<Acknowledged> {
  const { path, as, example, putAt } = resource
  const chosen = putAt?.()
  const method = chosen === undefined ? 'POST' : 'PUT'
  const made = await send({ method, path: chosen ?? path, as, json: example() })
  const { status, headers } = made.answer
  if (status < 200 || status >= 300)
    throw new CannotTell(`No item could be made at ${path}: ${statusLine(made.answer)}.`)
  if (chosen !== undefined) return { path: chosen, made }
  const location = headers.get('location')
  const { id } = (jsonOf(made.answer) ?? {}) as { readonly id?: unknown }
  if (location !== undefined) {
    const { pathname, search } = new URL(location, new URL(path, made.origin))
    return { path: pathname + search, made }
  }
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new CannotTell(`What is made at ${path} has neither a Location nor an "id".`)
  return { path: itemPath(resource, id), made }
}

function read({ send }: Launched, { as }: Resource, path: string): Promise<Answered> {
  return send({ path, as })
}

/** Makes items until the process is gone. */
async function write(
  launched: Launched,
  resource: Resource,
  acknowledged: Acknowledged[],
  killed: AbortSignal,
): Promise<void> {
  try {
    while (!killed.aborted && acknowledged.length < ENOUGH) acknowledged.push(await make(launched, resource))
  } catch (error) {
    // What got no answer was not acknowledged.
    if (!(error instanceof NoAnswer || error instanceof Unreachable)) throw error
  }
}
