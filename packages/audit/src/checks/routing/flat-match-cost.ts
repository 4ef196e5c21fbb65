import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Inspection } from '../../run/inspection.ts'
import { text } from '../../source.ts'
import { need, failed, inconclusive, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'
import { addressOf, parentOf } from './second-address.ts'

const ROUNDS = 40
const MOST_PREFIXES = 4
/** Milliseconds, and times, that one prefix must take longer than another in nearly all rounds. */
const LEAST_DIFFERENCE = 3
const LEAST_RATIO = 3

export const flatMatchCost = check({
  id: 'routing/flat-match-cost',
  claim: 'The time for an address that is not there does not depend on which prefix it has.',
  severity: 'may',
  source: text(
    'CWE-1333 Inefficient Regular Expression Complexity',
    'https://cwe.mitre.org/data/definitions/1333.html',
  ),
  mend: {
    general:
      'Look routes up in a tree, not in a list, and give no group with a quantifier inside a group with a quantifier to an expression. Refuse what matches nothing before anything is loaded for it.',
  },
  alone: true,
  async run(inspection) {
    const { target } = inspection
    const prefixes = [
      ...new Set([`${target.base}/`, ...target.pages.flatMap((page) => prefixesOf(addressOf(page).path))]),
    ].slice(0, MOST_PREFIXES)
    if (prefixes.length < 2) return inconclusive('No page has a prefix.')
    const times = new Map(prefixes.map((prefix) => [prefix, [] as number[]]))
    const ask = await askInARow(inspection)
    for (let round = 0; round < ROUNDS; round++)
      for (const prefix of prefixes)
        times.get(prefix)?.push(await ask(`${prefix}${inspection.random.word(12)}/none`))
    const measured = prefixes.map((prefix) => ({ prefix, ...quartiles(times.get(prefix) ?? []) }))
    const slowest = measured.reduce((one, other) => (other.low > one.low ? other : one))
    const fastest = measured.reduce((one, other) => (other.high < one.high ? other : one))
    const said = `${slowest.prefix}… takes ${slowest.median.toFixed(1)} ms, ${fastest.prefix}… ${fastest.median.toFixed(1)} ms`
    const much = slowest.low > LEAST_RATIO * fastest.high && slowest.low - fastest.high > LEAST_DIFFERENCE
    if (much) return failed(`To find nothing at ${said} (medians of ${ROUNDS}).`)
    const noisy =
      slowest.median > LEAST_RATIO * fastest.median && slowest.median - fastest.median > LEAST_DIFFERENCE
    return noisy
      ? inconclusive(`${said}, and the times overlap; audit it on a machine that is quiet.`)
      : passed(`${said}.`)
  },
  flaw: flawed((request, _response, pass) => {
    if (!/^\/books\/\w+\/none$/.test(request.url ?? '')) return pass()
    const until = performance.now() + 6
    while (performance.now() < until);
    pass()
  }),
})

/** The page itself and the folder that it is in, each with a slash at its end. */
function prefixesOf(path: string): string[] {
  return [parentOf(path), `${path.replace(/\/$/, '')}/`].filter((prefix) => prefix.startsWith('/'))
}

/** Asks on one connection, one request after the other, and gives the milliseconds to the first byte. */
async function askInARow({ connect, target }: Inspection): Promise<(path: string) => Promise<number>> {
  let connection = await connect()
  const renew = async () => {
    // Some wait for the other side to end as well, and serve nobody else meanwhile.
    connection.destroy()
    connection = await connect()
  }
  const ask = async (path: string) => {
    await connection.write(writeRequest({ path }, target.origin.host))
    return connection.next('GET', 2000)
  }
  return async (path) => {
    let answer = await ask(path)
    if (answer === undefined && connection.ended !== 'open') {
      // It serves only so many requests on one connection.
      await renew()
      answer = await ask(path)
    }
    const { firstByte, headers } = need(answer, `${path} was not answered within 2 s.`)
    if (headers.list('connection').includes('close')) await renew()
    return firstByte
  }
}

function quartiles(values: readonly number[]): { low: number; median: number; high: number } {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
  return { low: at(0.1), median: at(0.5), high: at(0.9) }
}
