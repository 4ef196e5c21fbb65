import type { Inspection } from '../../run/inspection.ts'
import type { Verdict } from '../../verdict.ts'
import type { Carriers } from './carriers.ts'
import { expectRefusal, type RefusalOptions } from './refused.ts'

/**
 * Whether requests with such chunked content are the last ones on their connections. A target that understands the
 * content somehow finds its end, and answers the request that follows.
 */
export function expectChunksRefused(
  inspection: Inspection,
  contents: Readonly<Record<string, string>>,
  options: RefusalOptions = {},
): Promise<Verdict> {
  const make = ({ begin }: Carriers, method: string) =>
    Object.entries(contents).map(([what, content]) => ({
      what: `a ${method} with ${what}`,
      bytes: begin(method, 'Transfer-Encoding: chunked\r\n') + content,
    }))
  return expectRefusal(inspection, make, options)
}
