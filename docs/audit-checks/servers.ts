import { findingsOverHttps, overHttps } from '../../packages/audit/matrix/findings-https.ts'
import { findings } from '../../packages/audit/matrix/findings.ts'
import { recordedOutcome, recordedServers } from '../../packages/audit/matrix/record.ts'
import { asGateway, gateways } from '../../packages/audit/matrix/servers/gateways.ts'
import type { Verdict } from '../../packages/audit/src/verdict.ts'

/** A server of the matrix, and what is known of it. */
export interface SoundServer {
  readonly name: string
  /** Why a finding stands, by check. */
  readonly explained: Readonly<Record<string, string>>
  /** `undefined` where it was not asked, or not since the check is there. */
  readonly outcomeOf: (id: string) => Verdict['outcome'] | undefined
}

/** All servers that were recorded, in the order in which they were. */
export function soundServers(): SoundServer[] {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ...findings,
    ...Object.fromEntries(Object.entries(findingsOverHttps).map(([name, found]) => [overHttps(name), found])),
    ...Object.fromEntries(gateways.map((gateway) => [asGateway(gateway.name), gateway.known])),
  }
  return recordedServers().map((name) => {
    const explained = known[name] ?? {}
    return {
      name,
      explained,
      outcomeOf(id) {
        if (Object.hasOwn(explained, id)) return 'failed'
        const recorded = recordedOutcome(name, id)
        // A finding whose explanation is gone has been mended since.
        return recorded === 'failed' ? undefined : recorded
      },
    }
  })
}
