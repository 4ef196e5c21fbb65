import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { across, failed, passed, type Failed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine, type Answer } from '../../wire/answer.ts'
import { short } from '../http/field-syntax.ts'
import { bodyCalls, type BodyCall, type Sent } from './body-calls.ts'

/** Something wrong that is sent. */
export interface Trial {
  /** What is wrong with it: `"/title" is missing`. */
  readonly what: string
  readonly content: Sent
}

/** Examines each operation that takes JSON; what was made for it is deleted then. */
export async function acrossBodies(
  inspection: Inspection,
  none: string,
  examine: (call: BodyCall) => Promise<Verdict | undefined> | Verdict | undefined,
): Promise<Verdict> {
  await using calls = await bodyCalls(inspection)
  return await across(calls.all, none, examine)
}

/** Trials that are shown; the others are like them. */
const MOST_EVIDENCE = 5

export interface TrialOptions {
  /** Whether an answer of the server's own fault (5xx) is a failure as well: it is, unless said. */
  readonly faults?: boolean
  /** Whether being taken is a failure: it is, unless said. */
  readonly taken?: boolean
}

/** Whether a call refuses each of these with 4xx. `undefined` where there are none. */
export async function refusesAll(
  { name, send }: Pick<BodyCall, 'name' | 'send'>,
  trials: Iterable<Trial>,
  { faults = true, taken = true }: TrialOptions = {},
): Promise<Verdict | undefined> {
  const verdicts: Failed[] = []
  let refused = 0
  for (const { what, content } of trials) {
    const answered = await attempt(() => send(content))
    if (answered === undefined) continue
    const { answer } = answered
    if (taken && isTaken(answer))
      verdicts.push(
        failed(
          `${name} was answered with ${statusLine(answer)} although ${what}; a refusal (4xx) was expected.`,
          answered,
          STATUS,
        ),
      )
    else if (faults && isFault(answer))
      verdicts.push(
        failed(
          `${name} was answered with ${statusLine(answer)}: the server's fault (5xx) where ${what}, which is the client's (4xx).`,
          answered,
          STATUS,
        ),
      )
    else refused++
  }
  const [first, ...more] = verdicts
  if (first !== undefined)
    return {
      outcome: 'failed',
      says:
        more.length === 0
          ? first.says
          : `${first.says} ${more.length} more ${more.length === 1 ? 'is' : 'are'} like it.`,
      evidence: verdicts
        .slice(0, MOST_EVIDENCE)
        .flatMap(({ says, evidence }) => evidence.map((one) => ({ says, ...one }))),
    }
  return refused > 0 ? passed() : undefined
}

/** `undefined` where the connection ended without an answer, which is a refusal as well, but tells nothing. */
export async function attempt<T>(send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send()
  } catch (error) {
    if (error instanceof NoAnswer) return undefined
    throw error
  }
}

export function isTaken({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** 503 says that there is no time just now, 501 that it cannot do that. */
export function isFault({ status }: Answer): boolean {
  return status >= 500 && status !== 503 && status !== 501
}

export function isRefused({ status }: Answer): boolean {
  return status >= 400 && status < 500
}

/** A value for a sentence. */
export function shown(value: unknown): string {
  return short(JSON.stringify(value) ?? 'nothing', 80)
}
