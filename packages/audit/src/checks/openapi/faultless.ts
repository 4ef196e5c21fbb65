import { isObject } from '../../target/openapi/document.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Answered } from '../../wire/exchange.ts'
import { attempt, isFault, shown } from './trials.ts'

/** Values that stores and parsers have fallen over. */
export const ODD: readonly unknown[] = [
  '\u0000',
  "'",
  '%',
  '-1',
  '9223372036854775808',
  '1e400',
  'NaN',
  '\u{1f600}'.repeat(300),
  '../../etc/passwd',
  '0000-00-00',
]

/** A body with each of its members odd in several ways. */
export function* oddMembers(
  value: Readonly<Record<string, unknown>>,
): Generator<Readonly<Record<string, unknown>>> {
  for (const name of Object.keys(value))
    for (const odd of ['\u0000', '', null, [[]], { $ne: 1 }, 1e308, -1, Number.MAX_SAFE_INTEGER])
      yield { ...value, [name]: odd }
}

/**
 * Whether no value is answered with a fault of the server. One that is gets smaller as long as the fault stays, so that what
 * is shown is little more than its cause.
 */
export async function faultless(
  name: string,
  values: Iterable<unknown>,
  send: (value: unknown) => Promise<Answered>,
): Promise<Verdict | undefined> {
  let answers = 0
  for (const value of values) {
    const answered = await attempt(() => send(value))
    if (answered === undefined) continue
    answers++
    if (!isFault(answered.answer)) continue
    const smallest = await shrink(value, answered, send)
    return failed(
      `${name} was answered with ${statusLine(smallest.answered.answer)} to ${shown(smallest.value)}: the server's fault (5xx), where a refusal (4xx) or success was expected.`,
      smallest.answered,
      STATUS,
    )
  }
  return answers > 0 ? passed() : undefined
}

const MOST_STEPS = 60

async function shrink(value: unknown, answered: Answered, send: (value: unknown) => Promise<Answered>) {
  let best = { value, answered }
  let steps = 0
  for (let smaller = true; smaller && steps < MOST_STEPS;) {
    smaller = false
    for (const candidate of smallerThan(best.value)) {
      if (++steps > MOST_STEPS) break
      const again = await attempt(() => send(candidate))
      if (again === undefined || !isFault(again.answer)) continue
      best = { value: candidate, answered: again }
      smaller = true
      break
    }
  }
  return best
}

/** Values with something less, the greatest steps first. */
function* smallerThan(value: unknown): Generator {
  if (typeof value === 'string' && value.length > 1) {
    yield value.slice(0, Math.floor(value.length / 2))
    yield value.slice(Math.floor(value.length / 2))
  } else if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1)
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const { [name]: _, ...rest } = value
      yield rest
    }
    for (const [name, each] of Object.entries(value))
      for (const smaller of smallerThan(each)) yield { ...value, [name]: smaller }
  }
}
