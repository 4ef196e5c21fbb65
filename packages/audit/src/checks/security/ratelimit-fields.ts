import type { Answer } from '../../wire/answer.ts'
import { text } from '../../source.ts'

export const RATELIMIT = text(
  'RateLimit header fields for HTTP (Internet-Draft)',
  'https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/',
)

/** How much is left of one policy. */
export interface Left {
  readonly policy: string
  readonly remaining: number
  /** Seconds until it is reset; `undefined` where that is not told. */
  readonly reset: number | undefined
}

export interface RateLimit {
  readonly left: readonly Left[]
  /** The quota of each policy, where it is told. */
  readonly quotas: ReadonlyMap<string, number>
  /** What is wrong with the fields, as sentences. */
  readonly faults: readonly string[]
}

/** `"default";q=100;w=60` (RFC 9651 section 3.1): a string or token, and its parameters. */
const MEMBER =
  /^(?:"((?:[^"\\]|\\["\\])*)"|([a-z*][\w:/!#$%&'*+.^`|~-]*))((?:\s*;\s*[a-z*][\w\-.*]*(?:=(?:"[^"]*"|:[\w+/=]*:|[\w\-.*]+))?)*)$/i

/**
 * Reads RateLimit and RateLimit-Policy of the draft, and its older forms with one number in each of three fields, or three
 * members in one. `undefined` where there is none of them. X-RateLimit-… has no definition, and is not read.
 */
export function readRateLimit({ headers }: Answer): RateLimit | undefined {
  const limit = headers.get('ratelimit')
  const policy = headers.get('ratelimit-policy')
  const [most, remaining, reset] = ['limit', 'remaining', 'reset'].map((each) =>
    headers.get(`ratelimit-${each}`),
  )
  if (limit === undefined && policy === undefined && remaining === undefined) return undefined
  if (limit === undefined || /^\s*limit=/.test(limit)) return readOlder(limit, most, remaining, reset)
  const faults: string[] = []
  const left: Left[] = []
  const quotas = new Map<string, number>()
  for (const member of membersOf(policy ?? '')) {
    const read = readMember(member)
    const quota = Number(read?.parameters.get('q') ?? Number.NaN)
    if (read === undefined)
      faults.push(`"${member}" of RateLimit-Policy is no policy such as "default";q=100;w=60`)
    else if (!(Number.isInteger(quota) && quota >= 0))
      faults.push(`"${member}" of RateLimit-Policy has no quota q, a whole number`)
    else quotas.set(read.name, quota)
    if (read?.parameters.has('w') === true && !/^[1-9]\d*$/.test(read.parameters.get('w') ?? ''))
      faults.push(`"${member}" of RateLimit-Policy has a window w that is no number of seconds`)
  }
  for (const member of membersOf(limit)) {
    const read = readMember(member)
    const rest = read?.parameters.get('r')
    const seconds = read?.parameters.get('t')
    if (read === undefined) faults.push(`"${member}" of RateLimit is no limit such as "default";r=50;t=30`)
    else if (rest === undefined || !/^\d+$/.test(rest))
      faults.push(`"${member}" of RateLimit has no rest r, a whole number`)
    else
      left.push({
        policy: read.name,
        remaining: Number(rest),
        reset: seconds === undefined ? undefined : Number(seconds),
      })
    if (seconds !== undefined && !/^\d+$/.test(seconds))
      faults.push(`"${member}" of RateLimit has a time t that is no number of seconds`)
  }
  return { left, quotas, faults }
}

/** `RateLimit: limit=100, remaining=50, reset=30`, or the three in fields of their own. */
function readOlder(
  limit: string | undefined,
  most: string | undefined,
  remaining: string | undefined,
  reset: string | undefined,
): RateLimit {
  const pairs = new Map(membersOf(limit ?? '').map((member) => member.split('=', 2) as [string, string]))
  // Behind the quota there may be policies, separated by a comma.
  const all = {
    most: pairs.get('limit') ?? most?.split(',')[0]?.trim(),
    remaining: pairs.get('remaining') ?? remaining,
    reset: pairs.get('reset') ?? reset,
  }
  const faults = Object.entries(all).flatMap(([name, value]) =>
    value === undefined || /^\d+(?:;.*)?$/.test(value) ? [] : [`"${value}" (${name}) is no whole number`],
  )
  if (faults.length > 0 || all.remaining === undefined) return { left: [], quotas: new Map(), faults }
  const rest = {
    policy: '',
    remaining: Number(all.remaining),
    reset: all.reset === undefined ? undefined : Number(all.reset),
  }
  const quota = Number.parseInt(all.most ?? '', 10)
  return { left: [rest], quotas: new Map(Number.isNaN(quota) ? [] : [['', quota]]), faults }
}

function membersOf(value: string): string[] {
  return (value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [])
    .map((member) => member.trim())
    .filter((member) => member !== '')
}

function readMember(
  member: string,
): { readonly name: string; readonly parameters: Map<string, string> } | undefined {
  const match = MEMBER.exec(member)
  if (match === null) return undefined
  const [, quoted, token = '', rest = ''] = match
  const parameters = new Map(
    rest
      .split(';')
      .slice(1)
      .map((each) => {
        const [name = '', value = ''] = each.trim().split('=', 2)
        return [name, value] as const
      }),
  )
  return { name: quoted ?? token, parameters }
}
