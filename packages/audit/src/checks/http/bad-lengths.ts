import type { Inspection } from '../../run/inspection.ts'
import type { Verdict } from '../../verdict.ts'
import type { Carriers } from './carriers.ts'
import { expectRefusal, type RefusalOptions } from './refused.ts'

/**
 * Whether requests with such values of Content-Length are the last ones on their connections. Behind the head stands a
 * request of the length given: it is content where the value is taken for that number, else a request of its own.
 */
export function expectLengthsRefused(
  inspection: Inspection,
  values: (length: number) => readonly string[],
  options: RefusalOptions = {},
): Promise<Verdict> {
  const make = ({ begin, hidden }: Carriers, method: string) =>
    values(hidden.length).map((value) => ({
      what: `a ${method} with a Content-Length of ${JSON.stringify(value)}`,
      bytes: begin(method, `Content-Length: ${value}\r\n`) + hidden,
    }))
  return expectRefusal(inspection, make, options)
}
