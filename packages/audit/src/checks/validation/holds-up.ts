import { setTimeout as sleep } from 'node:timers/promises'
import { probe } from '../../process/probe.ts'
import type { Inspection } from '../../run/inspection.ts'
import { CannotTell, failed, passed, type Verdict } from '../../verdict.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { BodyCall } from '../openapi/body-calls.ts'
import { acrossBodies, attempt } from '../openapi/trials.ts'

/** Content that may cost much. */
export interface Costly {
  /** `90,000 characters of one number`. */
  readonly what: string
  /** Content of about so many bytes; nothing where it cannot be made for this call. */
  readonly body: (bytes: number) => string | undefined
}

/** Bytes: more than most limits, and less. What is refused for its size is tried with less. */
const SIZES = [1_000_000, 90_000]
/** Of the same content at the same time. */
const AT_ONCE = 3
/** Milliseconds that others wait: beyond what they usually do, and what a busy machine may make of it. */
const LONG = 500
/** Milliseconds that it is looked at, and between two looks. */
const LOOKED_AT = 3000
const PAUSE = 20

/**
 * Whether others are answered as usual while costly content is read and looked at. What holds them up is tried again: once
 * may be chance, and it counts only where nothing but this content makes them wait.
 */
export function holdsUpNobody(
  inspection: Inspection,
  contents: (call: BodyCall) => readonly Costly[],
): Promise<Verdict> {
  let tried = false
  return acrossBodies(inspection, 'No operation was found that takes JSON.', async (call) => {
    if (tried) return undefined
    tried = true
    let counted = 0
    for (const { what, body } of contents(call))
      for (const size of SIZES) {
        const content = body(size)
        if (content === undefined) break
        const first = await waitBeside(inspection, call, content)
        if (first === undefined) continue
        counted++
        if (first.wait >= LONG + 5 * (await usualWait(inspection))) {
          const again = await waitBeside(inspection, call, content)
          const usual = await usualWait(inspection)
          if (again !== undefined && again.wait >= LONG + 5 * usual) {
            const wait = Math.round(Math.min(first.wait, again.wait))
            return failed(
              `While ${call.name} had ${AT_ONCE} times ${what} (${content.length} bytes), another request waited ${wait} ms for its answer, and ${Math.round(usual)} ms otherwise.`,
              again.sent,
            )
          }
        }
        break
      }
    return counted > 0 ? passed() : undefined
  })
}

interface Beside {
  /** Milliseconds that another request waited at most. */
  readonly wait: number
  readonly sent: Answered | undefined
}

/** Sends content, and meanwhile requests as anybody's. `undefined` where it was refused for its size. */
async function waitBeside(inspection: Inspection, call: BodyCall, body: string): Promise<Beside | undefined> {
  const sending = Promise.all(Array.from({ length: AT_ONCE }, () => attempt(() => call.send({ body }))))
  let wait = 0
  try {
    const until = performance.now() + LOOKED_AT
    do wait = Math.max(wait, await waitOf(inspection))
    while ((await Promise.race([sending, sleep(PAUSE)])) === undefined && performance.now() < until)
  } finally {
    await sending
  }
  const sent = await sending
  const tooLarge = sent.some((each) => each === undefined || each.answer.status === 413)
  return tooLarge && wait < LONG ? undefined : { wait, sent: sent.find((each) => each !== undefined) }
}

async function usualWait(inspection: Inspection): Promise<number> {
  const waits = [await waitOf(inspection), await waitOf(inspection), await waitOf(inspection)]
  return Math.max(...waits)
}

/** Milliseconds until a small request is answered. */
async function waitOf({ send, target }: Inspection): Promise<number> {
  const begun = performance.now()
  const answered = await attempt(() => send(probe(target)))
  if (answered?.answer.status === 503)
    throw new CannotTell('It has no time for other requests (503) while this is tried.')
  return answered?.took ?? performance.now() - begun
}
